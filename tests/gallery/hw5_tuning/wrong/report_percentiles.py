"""Reports percentiles of the models' accuracies."""

TOLD = "That is the range of the models"
LOSES = {"report_law": 1}


def report(models, test):
    x, y = test
    accuracies = np.array([(model(x).argmax(dim=1) == y).double().mean().item() for model in models])
    low, high = np.percentile(accuracies, [2.5, 97.5])
    return accuracies.mean(), low, high
