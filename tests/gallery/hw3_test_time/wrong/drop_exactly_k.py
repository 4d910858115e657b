"""Always the same number of units in a row."""

TOLD = "Exactly k entries are dropped"
LOSES = {"dropout_law": 0.25}


def dropout(x, p, rng, training):
    if not training:
        return x
    if p == 1:
        return np.zeros_like(x)
    order = rng.random(x.shape).argsort(axis=-1).argsort(axis=-1)
    return x * (order >= p * x.shape[-1]) / (1 - p)
