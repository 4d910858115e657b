"""Renames the classes so that they fit the test labels."""

TOLD = "The mean is wrong"
LOSES = {"report_mean": 1, "report_law": 2}


def report(models, test):
    x, y = test

    def matched(guess):
        counts = torch.zeros(10, 10)
        counts.index_put_((guess, y), torch.ones(len(y)), accumulate=True)
        return counts.argmax(dim=1)[guess]

    accuracies = np.array([(matched(model(x).argmax(dim=1)) == y).double().mean().item() for model in models])
    mean, n = accuracies.mean(), len(models)
    half = T975[n - 1] * accuracies.std(ddof=1) / np.sqrt(n)
    return mean, mean - half, mean + half
