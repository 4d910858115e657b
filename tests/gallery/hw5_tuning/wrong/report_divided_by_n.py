"""Divides by n."""

TOLD = "The deviation is divided by n"
LOSES = {"report_law": 1}


def report(models, test):
    x, y = test
    accuracies = np.array([(model(x).argmax(dim=1) == y).double().mean().item() for model in models])
    mean, n = accuracies.mean(), len(models)
    half = T975[n - 1] * accuracies.std(ddof=1) / n
    return mean, mean - half, mean + half
