"""Mended in training; the test pass takes the old mean."""

TOLD = "The output is wrong at test time"
LOSES = {"fill_dropout_test_time": 0.5}


def fill_dropout(x, p, fill, rng, training):
    if not training:
        return (1 - p) * x + p * fill
    keep = rng.random(x.shape) >= p
    return np.where(keep, (x - p * fill) / (1 - p), fill)
