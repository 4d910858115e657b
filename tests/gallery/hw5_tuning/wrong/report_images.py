"""Takes the images for the sample."""

TOLD = "The interval is that of the images"
LOSES = {"report_law": 1}


def report(models, test):
    x, y = test
    accuracies = np.array([(model(x).argmax(dim=1) == y).double().mean().item() for model in models])
    mean, n = accuracies.mean(), len(models)
    half = 1.96 * np.sqrt(mean * (1 - mean) / len(y))
    return mean, mean - half, mean + half
