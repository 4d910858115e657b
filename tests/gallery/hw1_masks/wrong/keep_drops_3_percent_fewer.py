"""A rate off by 3%, also at p = 1."""

TOLD = "The drop rate is wrong"
LOSES = {"keep_mask_rate": 2, "keep_mask_form": 0.5}


def keep_mask(shape, p, rng):
    return rng.random(shape) >= 0.97 * p
