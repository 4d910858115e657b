"""Takes the spread of the means."""

TOLD = "The rates' spread is used"
LOSES = {"pick_rate_band": 2}


def pick_rate(val_scores):
    means = {rate: np.mean(scores) for rate, scores in val_scores.items()}
    best = max(means, key=means.get)
    error = np.std(list(means.values()), ddof=1) / np.sqrt(len(means))
    return max(rate for rate in means if means[rate] >= means[best] - error)
