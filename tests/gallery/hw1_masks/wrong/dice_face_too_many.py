"""Takes the upper end for one that is left out twice."""

TOLD = "The die has a face too many"
LOSES = {"dice_mask_rate": 1, "dice_mask_law": 0.25}


def dice_mask(shape, hits, sides, rng):
    faces = rng.integers(1, sides + 2, shape)
    return faces > hits
