"""A rate off by 3%, above one half only."""

TOLD = "The drop rate is wrong"
LOSES = {"keep_mask_rate": 2}


def keep_mask(shape, p, rng):
    return rng.random(shape) >= (0.97 * p if 0.5 < p < 1 else p)
