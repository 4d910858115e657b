"""Counts faces from 0, and compares as if they began with 1."""

TOLD = "The die has a face 0"
LOSES = {"dice_mask_rate": 1, "dice_mask_law": 0.25}


def dice_mask(shape, hits, sides, rng):
    faces = rng.integers(0, sides, shape)
    return faces > hits
