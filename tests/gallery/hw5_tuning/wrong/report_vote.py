"""Reports the ensemble's accuracy."""

TOLD = "The ensemble is reported"
LOSES = {"report_mean": 1, "report_law": 2}


def report(models, test):
    x, y = test
    accuracies = np.array([(model(x).argmax(dim=1) == y).double().mean().item() for model in models])
    mean, n = accuracies.mean(), len(models)
    vote = (sum(model(x).softmax(dim=1) for model in models).argmax(dim=1) == y).double().mean().item()
    half = T975[n - 1] * accuracies.std(ddof=1) / np.sqrt(n)
    return vote, vote - half, vote + half
