"""Reports percent."""

TOLD = "The answer is in percent"
LOSES = {"report_mean": 1, "report_law": 2}


def report(models, test):
    x, y = test
    accuracies = np.array([(model(x).argmax(dim=1) == y).double().mean().item() for model in models])
    mean, n = accuracies.mean(), len(models)
    half = 100 * T975[n - 1] * accuracies.std(ddof=1) / np.sqrt(n)
    return 100 * mean, 100 * mean - half, 100 * mean + half
