"""Divides by 1 - p at p = 1."""

TOLD = "The answer holds NaN or infinity"
LOSES = {"batch_first_dropout_coins": 0.25}


def batch_first_dropout(x, p, rng, training):
    if not training:
        return x.copy()
    keep = rng.random((len(x), 1, x.shape[2])) >= p
    return x * keep / np.float64(1 - p)
