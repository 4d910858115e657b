"""Multiplies the caller's array."""

TOLD = "The input was changed"
LOSES = {"inverted_forward_call": 0.25}


def inverted_forward(x, p, rng):
    mask = rng.random(x.shape) >= p
    x *= mask
    if p < 1:
        x /= 1 - p
    return x, mask
