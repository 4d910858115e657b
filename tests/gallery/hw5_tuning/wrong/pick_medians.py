"""Compares medians."""

TOLD = "Medians are compared"
LOSES = {"pick_rate_band": 2}


def pick_rate(val_scores):
    middles = {rate: np.median(scores) for rate, scores in val_scores.items()}
    best = max(middles, key=middles.get)
    error = np.std(val_scores[best], ddof=1) / np.sqrt(len(val_scores[best]))
    return max(rate for rate in middles if middles[rate] >= middles[best] - error)
