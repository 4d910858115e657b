"""Takes the last axis for the channels."""

TOLD = "The answer has the wrong shape"
LOSES = {"channel_mask_form": 1, "channel_mask_law": 2}


def channel_mask(shape, p, rng):
    return rng.random((shape[0], 1, 1, shape[3])) >= p
