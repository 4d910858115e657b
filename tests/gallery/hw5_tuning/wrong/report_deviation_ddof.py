"""Forgets the root of n, and uses numpy's default deviation."""

TOLD = "The deviation is too small, and the interval is that of one model"
LOSES = {"report_law": 1}


def report(models, test):
    x, y = test
    accuracies = np.array([(model(x).argmax(dim=1) == y).double().mean().item() for model in models])
    mean, n = accuracies.mean(), len(models)
    half = T975[n - 1] * accuracies.std()
    return mean, mean - half, mean + half
