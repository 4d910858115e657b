"""Uses 1.96 and numpy's default deviation."""

TOLD = "1.96 in place of t, and the deviation is too small"
LOSES = {"report_law": 1}


def report(models, test):
    x, y = test
    accuracies = np.array([(model(x).argmax(dim=1) == y).double().mean().item() for model in models])
    mean, n = accuracies.mean(), len(models)
    half = 1.96 * accuracies.std() / np.sqrt(n)
    return mean, mean - half, mean + half
