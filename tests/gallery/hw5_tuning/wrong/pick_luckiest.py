"""Takes the rate with the best single score."""

TOLD = "Single scores are compared"
LOSES = {"pick_rate_band": 2}


def pick_rate(val_scores):
    return max(val_scores, key=lambda rate: max(val_scores[rate]))
