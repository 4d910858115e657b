"""Counts an image that any model knows."""

TOLD = "An image counts as right if any model is right"
LOSES = {"report_mean": 1, "report_law": 2}


def report(models, test):
    x, y = test
    accuracies = np.array([(model(x).argmax(dim=1) == y).double().mean().item() for model in models])
    mean, n = accuracies.mean(), len(models)
    share = np.any([((model(x).argmax(dim=1) == y).numpy()) for model in models], axis=0).mean()
    half = T975[n - 1] * accuracies.std(ddof=1) / np.sqrt(n)
    return share, share - half, share + half
