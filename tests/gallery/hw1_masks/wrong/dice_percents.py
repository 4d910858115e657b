"""Throws a die with a hundred sides instead."""

TOLD = "The drop rate is rounded"
LOSES = {"dice_mask_rate": 1}


def dice_mask(shape, hits, sides, rng):
    percents = round(100 * hits / sides)
    return rng.integers(1, 101, shape) > percents
