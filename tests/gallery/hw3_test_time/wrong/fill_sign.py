"""Adds the mean of the hits instead of taking it off."""

TOLD = "The spared units have the wrong value"
LOSES = {"fill_dropout_values": 0.5, "fill_dropout_law": 0.25}


def fill_dropout(x, p, fill, rng, training):
    if not training:
        return x
    keep = rng.random(x.shape) >= p
    return np.where(keep, (x + p * fill) / (1 - p), fill)
