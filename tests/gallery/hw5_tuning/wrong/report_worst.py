"""Reports the worst model."""

TOLD = "The worst model is reported"
LOSES = {"report_mean": 1, "report_law": 2}


def report(models, test):
    x, y = test
    accuracies = np.array([(model(x).argmax(dim=1) == y).double().mean().item() for model in models])
    mean, n = accuracies.mean(), len(models)
    half = T975[n - 1] * accuracies.std(ddof=1) / np.sqrt(n)
    return accuracies.min(), accuracies.min() - half, accuracies.min() + half
