"""Divides by n: numpy's default."""

TOLD = "The standard error is too small"
LOSES = {"pick_rate_band": 2}


def pick_rate(val_scores):
    means = {rate: np.mean(scores) for rate, scores in val_scores.items()}
    best = max(means, key=means.get)
    error = np.std(val_scores[best]) / np.sqrt(len(val_scores[best]))
    return max(rate for rate in means if means[rate] >= means[best] - error)
