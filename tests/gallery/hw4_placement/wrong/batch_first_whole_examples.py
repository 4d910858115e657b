"""An example is kept or dropped as a whole."""

TOLD = "Whole rows are dropped together"
LOSES = {"batch_first_dropout_coins": 0.25}


def batch_first_dropout(x, p, rng, training):
    if not training:
        return x.copy()
    keep = rng.random((len(x), 1, 1)) >= p
    return x * keep / (1 - p) if p < 1 else np.zeros(x.shape)
