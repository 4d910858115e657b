"""Divides by 1 - p at p = 1."""

TOLD = "The answer holds NaN or infinity"
LOSES = {"channels_last_dropout_coins": 0.25}


def channels_last_dropout(x, p, rng, training):
    if not training:
        return x.copy()
    keep = rng.random((len(x), 1, 1, x.shape[3])) >= p
    return x * keep / np.float64(1 - p)
