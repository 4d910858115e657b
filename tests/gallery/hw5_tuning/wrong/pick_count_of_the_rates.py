"""Divides by the root of the number of rates."""

TOLD = "The error's n is another number"
LOSES = {"pick_rate_band": 2}


def pick_rate(val_scores):
    means = {rate: np.mean(scores) for rate, scores in val_scores.items()}
    best = max(means, key=means.get)
    error = np.std(val_scores[best], ddof=1) / np.sqrt(len(val_scores))
    return max(rate for rate in means if means[rate] >= means[best] - error)
