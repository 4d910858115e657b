"""Drops the same number of channels in every example."""

TOLD = "Exactly k entries are dropped"
LOSES = {"channel_mask_law": 0.5}


def channel_mask(shape, p, rng):
    examples, channels = shape[:2]
    ranks = rng.random((examples, channels)).argsort(axis=1)
    return (ranks >= round(p * channels)).reshape(examples, channels, 1, 1)
