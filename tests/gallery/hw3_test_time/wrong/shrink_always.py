"""Hits at test time, too."""

TOLD = "Units are hit at test time"
LOSES = {"shrink_dropout_test_time": 0.5}


def shrink_dropout(x, p, rest, rng, training):
    keep = rng.random(x.shape) >= p
    return np.where(keep, x * (1 - p * rest) / (1 - p), rest * x)
