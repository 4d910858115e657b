"""Fills in at test time and not in training."""

TOLD = "Nothing is hit in training"
LOSES = {"fill_dropout_test_time": 0.5, "fill_dropout_values": 0.5, "fill_dropout_law": 0.75}


def fill_dropout(x, p, fill, rng, training):
    keep = rng.random(x.shape) >= p
    if training:
        return x
    return np.where(keep, (x - p * fill) / (1 - p), fill)
