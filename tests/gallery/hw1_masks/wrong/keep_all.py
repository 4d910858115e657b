"""Drops nothing."""

TOLD = "The mask is hardly random"
LOSES = {"keep_mask_form": 1, "keep_mask_rate": 2, "keep_mask_independent": 2, "keep_mask_rng": 1}


def keep_mask(shape, p, rng):
    return np.ones(shape)
