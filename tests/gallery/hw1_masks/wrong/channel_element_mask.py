"""A coin for every pixel."""

TOLD = "A mask for every pixel where one for every channel is asked"
LOSES = {"channel_mask_form": 1, "channel_mask_law": 2}


def channel_mask(shape, p, rng):
    return rng.random(shape) >= p
