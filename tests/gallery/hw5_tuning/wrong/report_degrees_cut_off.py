"""Looks n up in the table, and cuts off at 0 and 1."""

TOLD = "The degrees of freedom are wrong, and the interval is cut off at 0 or 1"
LOSES = {"report_law": 1}


def report(models, test):
    x, y = test
    accuracies = np.array([(model(x).argmax(dim=1) == y).double().mean().item() for model in models])
    mean, n = accuracies.mean(), len(models)
    half = T975[n] * accuracies.std(ddof=1) / np.sqrt(n)
    return mean, max(0, mean - half), min(1, mean + half)
