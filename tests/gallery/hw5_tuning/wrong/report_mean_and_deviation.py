"""Reports mean and deviation, with numpy's default."""

TOLD = "The t quantile is left out, the deviation is too small, and the interval is that of one model"
LOSES = {"report_law": 1}


def report(models, test):
    x, y = test
    accuracies = np.array([(model(x).argmax(dim=1) == y).double().mean().item() for model in models])
    mean, n = accuracies.mean(), len(models)
    half = accuracies.std()
    return mean, mean - half, mean + half
