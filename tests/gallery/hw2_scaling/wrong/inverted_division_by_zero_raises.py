"""A scale that cannot be computed at p = 1."""

TOLD = "Your function raised an error"
LOSES = {"inverted_forward_call": 0.25}


def inverted_forward(x, p, rng):
    mask = rng.random(x.shape) >= p
    scale = 1 / (1 - p)
    return x * mask * scale, mask
