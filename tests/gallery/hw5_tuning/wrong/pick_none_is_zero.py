"""Asks `if not best`, which is true of the rate 0 as well."""

TOLD = "The rate 0 counts as none"
LOSES = {"pick_rate_band": 2}


def pick_rate(val_scores):
    means = {rate: np.mean(scores) for rate, scores in val_scores.items()}
    best = None
    for rate in means:
        if not best or means[rate] > means[best]:
            best = rate
    error = np.std(val_scores[best], ddof=1) / np.sqrt(len(val_scores[best]))
    return max(rate for rate in means if means[rate] >= means[best] - error)
