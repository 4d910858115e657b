"""Puts the mean of x where an entry is dropped."""

TOLD = "Dropped entries are not 0"
LOSES = {"dropout_values": 0.25, "dropout_law": 0.75}


def dropout(x, p, rng, training):
    if not training:
        return x
    mask = rng.random(x.shape) >= p
    return np.where(mask, x / (1 - p), x.mean()) if p < 1 else 0 * x
