"""Hands back the multiplier of inverted dropout."""

TOLD = "The mask is scaled"
LOSES = {"keep_mask_form": 1}


def keep_mask(shape, p, rng):
    return (rng.random(shape) >= p) / (1 - p)
