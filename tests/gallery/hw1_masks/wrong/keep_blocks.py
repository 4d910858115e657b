"""Draws the upper half and repeats it."""

TOLD = "Parts of the mask repeat"
LOSES = {"keep_mask_independent": 2}


def keep_mask(shape, p, rng):
    half = rng.random(((shape[0] + 1) // 2, *shape[1:])) >= p
    return np.concatenate([half, half])[: shape[0]]
