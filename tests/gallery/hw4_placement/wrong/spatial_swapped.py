"""Keeps with probability p."""

TOLD = "Keep and drop are swapped"
LOSES = {"spatial_dropout_coins": 0.5}


def spatial_dropout(x, p, rng, training):
    if not training:
        return x.copy()
    keep = rng.random((*x.shape[:2], 1, 1)) < p
    return x * keep / (1 - p) if p < 1 else np.zeros(x.shape)
