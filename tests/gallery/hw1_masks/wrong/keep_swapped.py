"""Keeps with probability p."""

TOLD = "Keep and drop are swapped"
LOSES = {"keep_mask_form": 0.5, "keep_mask_rate": 2}


def keep_mask(shape, p, rng):
    return rng.random(shape) < p
