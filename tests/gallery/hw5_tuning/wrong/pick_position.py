"""Returns a position."""

TOLD = "The answer is a position, not a rate"
LOSES = {"pick_rate_clear": 1, "pick_rate_band": 2}


def pick_rate(val_scores):
    return int(np.argmax([np.mean(scores) for scores in val_scores.values()]))
