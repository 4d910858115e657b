"""A seed inside, so that the results can be repeated."""

TOLD = "The same mask at every call"
LOSES = {"dropout_law": 0.25}


def dropout(x, p, rng, training):
    rng = np.random.default_rng(0)
    if not training:
        return x
    if p == 1:
        return np.zeros_like(x)
    return x * (rng.random(x.shape) >= p) / (1 - p)
