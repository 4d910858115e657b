"""Mends the comparison, and leaves the die without its last face."""

TOLD = "The die never shows its last face"
LOSES = {"dice_mask_rate": 1}


def dice_mask(shape, hits, sides, rng):
    faces = rng.integers(1, sides, shape)
    return faces > hits
