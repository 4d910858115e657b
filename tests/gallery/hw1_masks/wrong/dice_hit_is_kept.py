"""Mends the die, and keeps the last of the faces that drop."""

TOLD = "The comparison is one face off"
LOSES = {"dice_mask_rate": 1, "dice_mask_law": 0.25}


def dice_mask(shape, hits, sides, rng):
    faces = rng.integers(1, sides + 1, shape)
    return faces >= hits
