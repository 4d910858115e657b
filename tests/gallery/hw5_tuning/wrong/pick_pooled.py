"""Pools the deviations of all rates."""

TOLD = "The scores of all rates are thrown together"
LOSES = {"pick_rate_band": 2}


def pick_rate(val_scores):
    means = {rate: np.mean(scores) for rate, scores in val_scores.items()}
    best = max(means, key=means.get)
    squares = sum(((np.array(scores) - means[rate]) ** 2).sum() for rate, scores in val_scores.items())
    freedom = sum(len(scores) - 1 for scores in val_scores.values())
    error = np.sqrt(squares / freedom / len(val_scores[best]))
    return max(rate for rate in means if means[rate] >= means[best] - error)
