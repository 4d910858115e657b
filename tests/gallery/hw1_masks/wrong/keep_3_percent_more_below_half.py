"""A rate off by 3%, below one half only."""

TOLD = "The drop rate is wrong"
LOSES = {"keep_mask_rate": 2}


def keep_mask(shape, p, rng):
    return rng.random(shape) >= (1.03 * p if p < 0.5 else p)
