"""Leaves the layer as it was: faces 1 to sides - 1, and hits - 1 of them drop."""

TOLD = "The comparison is one face off"
LOSES = {"dice_mask_rate": 1}


def dice_mask(shape, hits, sides, rng):
    faces = rng.integers(1, sides, shape)
    return faces >= hits
