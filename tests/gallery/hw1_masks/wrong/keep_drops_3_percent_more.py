"""A rate off by 3%."""

TOLD = "The drop rate is wrong"
LOSES = {"keep_mask_rate": 2}


def keep_mask(shape, p, rng):
    return rng.random(shape) >= 1.03 * p
