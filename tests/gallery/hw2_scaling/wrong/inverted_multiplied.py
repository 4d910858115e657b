"""Multiplies by 1 - p instead of dividing."""

TOLD = "The survivors are multiplied by 1 - p"
LOSES = {"inverted_forward_scale": 1.5}


def inverted_forward(x, p, rng):
    mask = rng.random(x.shape) >= p
    return x * mask * (1 - p), mask
