"""Goes up from the best rate and stops at the first that is outside the band."""

TOLD = "The search stops at the first rate outside the band"
LOSES = {"pick_rate_band": 2}


def pick_rate(val_scores):
    means = {rate: np.mean(scores) for rate, scores in val_scores.items()}
    best = max(means, key=means.get)
    floor = means[best] - np.std(val_scores[best], ddof=1) / np.sqrt(len(val_scores[best]))
    picked = best
    for rate in sorted(means):
        if rate > best:
            if means[rate] < floor:
                break
            picked = rate
    return picked
