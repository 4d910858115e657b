"""An example is hit as a whole."""

TOLD = "Whole rows are dropped together"
LOSES = {"fill_dropout_law": 0.25}


def fill_dropout(x, p, fill, rng, training):
    if not training:
        return x
    keep = rng.random((len(x), 1)) >= p
    return np.where(keep, (x - p * fill) / (1 - p), fill)
