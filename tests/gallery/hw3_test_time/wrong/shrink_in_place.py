"""Writes into the caller"s x."""

TOLD = "An argument was changed"
LOSES = {"shrink_dropout_test_time": 0.5}


def shrink_dropout(x, p, rest, rng, training):
    if not training:
        return x
    keep = rng.random(x.shape) >= p
    x[keep] *= (1 - p * rest) / (1 - p)
    x[~keep] *= rest
    return x
