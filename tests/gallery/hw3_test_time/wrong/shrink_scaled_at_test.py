"""Mended in training; the test pass still pays the classic factor."""

TOLD = "The output is scaled at test time"
LOSES = {"shrink_dropout_test_time": 0.5}


def shrink_dropout(x, p, rest, rng, training):
    keep = rng.random(x.shape) >= p
    if not training:
        return x * (1 - p)
    return np.where(keep, x * (1 - p * rest) / (1 - p), rest * x)
