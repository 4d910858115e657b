"""Keeps with probability p."""

TOLD = "Keep and drop are swapped"
LOSES = {"classic_forward_call": 0.125, "classic_forward_law": 0.5}


def classic_forward(x, p, rng):
    mask = rng.random(x.shape) < p
    return x * mask, mask
