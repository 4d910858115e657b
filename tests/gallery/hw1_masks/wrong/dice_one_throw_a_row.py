"""Throws once for each example."""

TOLD = "Whole rows are dropped together"
LOSES = {"dice_mask_law": 0.25}


def dice_mask(shape, hits, sides, rng):
    rows = rng.integers(1, sides + 1, (shape[0], *[1] * (len(shape) - 1)))
    return np.broadcast_to(rows > hits, shape)
