"""Adds `fill` to the units that are hit."""

TOLD = "A unit that is hit has the wrong value"
LOSES = {"fill_dropout_values": 0.5}


def fill_dropout(x, p, fill, rng, training):
    if not training:
        return x
    keep = rng.random(x.shape) >= p
    return np.where(keep, (x - p * fill) / (1 - p), x + fill)
