"""Draws from numpy"s global generator."""

TOLD = "The mask comes from a generator of its own"
LOSES = {"dropout_law": 0.25}


def dropout(x, p, rng, training):
    if not training:
        return x
    if p == 1:
        return np.zeros_like(x)
    return x * (np.random.random(x.shape) >= p) / (1 - p)
