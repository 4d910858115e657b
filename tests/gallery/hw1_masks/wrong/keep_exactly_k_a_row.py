"""Drops a fixed number of units of every example: the law of large numbers does not notice."""

TOLD = "Exactly k entries are dropped"
LOSES = {"keep_mask_independent": 2}


def keep_mask(shape, p, rng):
    ranks = rng.random(shape).argsort(axis=-1).argsort(axis=-1)
    return ranks >= p * shape[-1]
