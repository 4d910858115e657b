"""Gives every rate its own error."""

TOLD = "Each rate's own standard error is used"
LOSES = {"pick_rate_band": 2}


def pick_rate(val_scores):
    means = {rate: np.mean(scores) for rate, scores in val_scores.items()}
    errors = {rate: np.std(scores, ddof=1) / np.sqrt(len(scores)) for rate, scores in val_scores.items()}
    return max(rate for rate in means if means[rate] + errors[rate] >= max(means.values()))
