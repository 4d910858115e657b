"""Throws a die of its own."""

TOLD = "The mask comes from a generator of its own"
LOSES = {"dice_mask_law": 0.25}


def dice_mask(shape, hits, sides, rng):
    return np.random.default_rng().integers(1, sides + 1, shape) > hits
