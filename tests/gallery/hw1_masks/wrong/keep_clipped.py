"""Keeps p away from 1, as if something were divided by 1 - p."""

TOLD = "The edge cases are wrong"
LOSES = {"keep_mask_form": 0.5}


def keep_mask(shape, p, rng):
    return rng.random(shape) >= min(p, 0.999)
