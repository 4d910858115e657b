"""Takes scores for losses."""

TOLD = "The worst rate is picked"
LOSES = {"pick_rate_clear": 1, "pick_rate_band": 2}


def pick_rate(val_scores):
    means = {rate: np.mean(scores) for rate, scores in val_scores.items()}
    best = min(means, key=means.get)
    error = np.std(val_scores[best], ddof=1) / np.sqrt(len(val_scores[best]))
    return max(rate for rate in means if means[rate] <= means[best] + error)
