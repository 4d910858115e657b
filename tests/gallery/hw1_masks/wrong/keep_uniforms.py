"""Forgets the comparison."""

TOLD = "The answer is not a mask"
LOSES = {"keep_mask_form": 1, "keep_mask_rate": 2, "keep_mask_independent": 2, "keep_mask_rng": 1}


def keep_mask(shape, p, rng):
    return rng.random(shape)
