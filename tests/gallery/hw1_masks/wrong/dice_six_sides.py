"""Throws the die that lies on the table."""

TOLD = "The die has six faces, always"
LOSES = {"dice_mask_rate": 1, "dice_mask_law": 0.5}


def dice_mask(shape, hits, sides, rng):
    return rng.integers(1, 7, shape) > hits
