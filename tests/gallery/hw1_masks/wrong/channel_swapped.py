"""Keeps channels with probability p."""

TOLD = "Keep and drop are swapped"
LOSES = {"channel_mask_form": 0.5, "channel_mask_law": 0.5}


def channel_mask(shape, p, rng):
    return rng.binomial(1, p, (shape[0], shape[1], 1, 1))
