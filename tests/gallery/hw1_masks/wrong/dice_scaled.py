"""Scales the mask as if it were the multiplier."""

TOLD = "The mask is scaled"
LOSES = {"dice_mask_rate": 1}


def dice_mask(shape, hits, sides, rng):
    mask = rng.integers(1, sides + 1, shape) > hits
    return mask * sides / max(sides - hits, 1)
