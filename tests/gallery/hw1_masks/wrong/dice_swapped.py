"""Keeps where the die hits."""

TOLD = "Keep and drop are swapped"
LOSES = {"dice_mask_rate": 1, "dice_mask_law": 0.25}


def dice_mask(shape, hits, sides, rng):
    return rng.integers(1, sides + 1, shape) <= hits
