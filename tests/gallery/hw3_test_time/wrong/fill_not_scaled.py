"""Nobody makes up for the units that are hit."""

TOLD = "The mean of training is not x"
LOSES = {"fill_dropout_values": 0.5}


def fill_dropout(x, p, fill, rng, training):
    if not training:
        return x
    keep = rng.random(x.shape) >= p
    return np.where(keep, x, fill)
