"""Drops nothing."""

TOLD = "The mask is hardly random"
LOSES = {"keep_mask_form": 0.5, "keep_mask_rate": 2, "keep_mask_independent": 2, "keep_mask_rng": 0.5}


def keep_mask(shape, p, rng):
    return np.ones(shape)
