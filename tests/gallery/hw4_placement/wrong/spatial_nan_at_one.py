"""Divides by 1 - p at p = 1."""

TOLD = "The answer holds NaN or infinity"
LOSES = {"spatial_dropout_coins": 0.25}


def spatial_dropout(x, p, rng, training):
    if not training:
        return x.copy()
    keep = rng.random((*x.shape[:2], 1, 1)) >= p
    return x * keep / np.float64(1 - p)
