"""Looks at the next larger rate only."""

TOLD = "Only the next larger rate is looked at"
LOSES = {"pick_rate_band": 2}


def pick_rate(val_scores):
    means = {rate: np.mean(scores) for rate, scores in val_scores.items()}
    best = max(means, key=means.get)
    error = np.std(val_scores[best], ddof=1) / np.sqrt(len(val_scores[best]))
    larger = sorted(rate for rate in means if rate > best)
    return larger[0] if larger and means[larger[0]] >= means[best] - error else best
