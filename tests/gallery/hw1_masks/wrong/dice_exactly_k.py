"""Shuffles as many faces of each kind as are due."""

TOLD = "Exactly k entries are dropped"
LOSES = {"dice_mask_law": 0.25}


def dice_mask(shape, hits, sides, rng):
    faces = np.arange(np.prod(shape)) * sides // np.prod(shape)
    return rng.permutation(faces).reshape(shape) >= hits
