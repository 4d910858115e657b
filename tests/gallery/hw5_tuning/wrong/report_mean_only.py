"""Returns the mean."""

TOLD = "The answer is not (mean, low, high)"
LOSES = {"report_mean": 1, "report_law": 2}


def report(models, test):
    x, y = test
    accuracies = np.array([(model(x).argmax(dim=1) == y).double().mean().item() for model in models])
    mean, n = accuracies.mean(), len(models)
    return mean
