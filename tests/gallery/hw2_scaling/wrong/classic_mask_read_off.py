"""Reads the mask off the output."""

TOLD = "The mask is read off the values"
LOSES = {"classic_forward_mask": 0.5}


def classic_forward(x, p, rng):
    y = x * (rng.random(x.shape) >= p)
    return y, y != 0
