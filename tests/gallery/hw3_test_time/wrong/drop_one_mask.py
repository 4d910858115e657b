"""One mask for all examples."""

TOLD = "One mask for the whole batch"
LOSES = {"dropout_law": 0.25}


def dropout(x, p, rng, training):
    if not training:
        return x
    if p == 1:
        return np.zeros_like(x)
    return x * (rng.random(x.shape[1:]) >= p) / (1 - p)
