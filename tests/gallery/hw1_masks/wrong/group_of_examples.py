"""Repeats along the batch."""

TOLD = "Examples share a draw, and units do not"
LOSES = {"group_mask_grouped": 1, "group_mask_law": 0.2}


def group_mask(batch, units, size, p, rng):
    coins = rng.random((-(-batch // size), units)) >= p
    return np.repeat(coins, size, axis=0)[:batch]
