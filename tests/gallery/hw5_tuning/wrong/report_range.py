"""Reports the range."""

TOLD = "That is the range of the models"
LOSES = {"report_law": 1}


def report(models, test):
    x, y = test
    accuracies = np.array([(model(x).argmax(dim=1) == y).double().mean().item() for model in models])
    mean, n = accuracies.mean(), len(models)
    return mean, accuracies.min(), accuracies.max()
