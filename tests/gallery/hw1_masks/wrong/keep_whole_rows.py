"""Drops examples instead of units."""

TOLD = "Whole rows are dropped together"
LOSES = {"keep_mask_independent": 2}


def keep_mask(shape, p, rng):
    kept = rng.random((shape[0],) + (1,) * (len(shape) - 1)) >= p
    return kept & np.ones(shape, dtype=bool)
