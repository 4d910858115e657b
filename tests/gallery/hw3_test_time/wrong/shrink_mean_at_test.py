"""The test pass takes the mean of a layer that is not scaled."""

TOLD = "The output is scaled at test time"
LOSES = {"shrink_dropout_test_time": 0.5}


def shrink_dropout(x, p, rest, rng, training):
    if not training:
        return x * (1 - p + p * rest)
    keep = rng.random(x.shape) >= p
    return np.where(keep, x * (1 - p * rest) / (1 - p), rest * x)
