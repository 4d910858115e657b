"""Takes two standard errors."""

TOLD = "2 in place of t"
LOSES = {"report_law": 1}


def report(models, test):
    x, y = test
    accuracies = np.array([(model(x).argmax(dim=1) == y).double().mean().item() for model in models])
    mean, n = accuracies.mean(), len(models)
    half = 2 * accuracies.std(ddof=1) / np.sqrt(n)
    return mean, mean - half, mean + half
