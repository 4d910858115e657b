"""A hundred-sided die: p to the nearest percent."""

TOLD = "The drop rate is rounded"
LOSES = {"keep_mask_rate": 2}


def keep_mask(shape, p, rng):
    return rng.integers(0, 100, shape) >= 100 * p
