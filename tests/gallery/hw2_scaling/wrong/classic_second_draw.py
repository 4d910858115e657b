"""Draws once for the output and once more for the mask."""

TOLD = "The mask is not the one that made the output"
LOSES = {"classic_forward_mask": 0.5}


def classic_forward(x, p, rng):
    y = x * (rng.random(x.shape) >= p)
    return y, rng.random(x.shape) >= p
