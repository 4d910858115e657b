"""Tosses a coin for every unit."""

TOLD = "A group is dropped in parts"
LOSES = {"group_mask_grouped": 1}


def group_mask(batch, units, size, p, rng):
    return rng.random((batch, units)) >= p
