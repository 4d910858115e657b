"""Nobody makes up for the units that are hit."""

TOLD = "The mean of training is not x"
LOSES = {"shrink_dropout_values": 0.5}


def shrink_dropout(x, p, rest, rng, training):
    if not training:
        return x
    keep = rng.random(x.shape) >= p
    return np.where(keep, x, rest * x)
