"""Fills in at test time, too."""

TOLD = "Units are hit at test time"
LOSES = {"fill_dropout_test_time": 0.5}


def fill_dropout(x, p, fill, rng, training):
    keep = rng.random(x.shape) >= p
    return np.where(keep, (x - p * fill) / (1 - p), fill)
