"""Writes zeros into the caller's array."""

TOLD = "The input was changed"
LOSES = {"classic_forward_call": 0.125}


def classic_forward(x, p, rng):
    mask = rng.random(x.shape) >= p
    x[~mask] = 0
    return x, mask
