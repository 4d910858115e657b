"""Writes into the caller"s x."""

TOLD = "An argument was changed"
LOSES = {"fill_dropout_test_time": 0.5}


def fill_dropout(x, p, fill, rng, training):
    if not training:
        return x
    keep = rng.random(x.shape) >= p
    x -= p * fill
    x /= 1 - p
    x[~keep] = fill
    return x
