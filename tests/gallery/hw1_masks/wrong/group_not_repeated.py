"""Forgets to repeat the draws."""

TOLD = "The answer has the wrong shape"
LOSES = {"group_mask_grouped": 1, "group_mask_law": 1}


def group_mask(batch, units, size, p, rng):
    return rng.random((batch, units // size)) >= p
