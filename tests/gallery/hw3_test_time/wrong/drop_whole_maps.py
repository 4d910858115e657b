"""A coin for each of the first two axes."""

TOLD = "Parts of the mask repeat"
LOSES = {"dropout_law": 0.25}


def dropout(x, p, rng, training):
    if not training:
        return x
    if p == 1:
        return np.zeros_like(x)
    keep = rng.random(x.shape[:2]) >= p
    return x * keep.reshape(keep.shape + (1,) * (x.ndim - 2)) / (1 - p)
