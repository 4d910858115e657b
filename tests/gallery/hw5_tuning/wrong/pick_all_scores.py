"""Takes the deviation of all scores of all rates."""

TOLD = "The scores of all rates are thrown together"
LOSES = {"pick_rate_band": 2}


def pick_rate(val_scores):
    means = {rate: np.mean(scores) for rate, scores in val_scores.items()}
    best = max(means, key=means.get)
    everything = [score for scores in val_scores.values() for score in scores]
    error = np.std(everything, ddof=1) / np.sqrt(len(val_scores[best]))
    return max(rate for rate in means if means[rate] >= means[best] - error)
