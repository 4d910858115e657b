"""Draws from numpy"s global generator."""

TOLD = "The mask comes from a generator of its own"
LOSES = {"shrink_dropout_law": 0.25}


def shrink_dropout(x, p, rest, rng, training):
    if not training:
        return x
    keep = np.random.random(x.shape) >= p
    return np.where(keep, x * (1 - p * rest) / (1 - p), rest * x)
