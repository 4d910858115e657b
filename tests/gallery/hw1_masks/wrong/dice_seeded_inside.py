"""Throws the same die the same way each time."""

TOLD = "The same mask at every call"
LOSES = {"dice_mask_law": 0.25}


def dice_mask(shape, hits, sides, rng):
    rng = np.random.default_rng(0)
    return rng.integers(1, sides + 1, shape) > hits
