"""Repeats one draw over all units of an example."""

TOLD = "Whole rows are dropped together"
LOSES = {"group_mask_law": 0.2}


def group_mask(batch, units, size, p, rng):
    coins = rng.random((batch, 1)) >= p
    return np.repeat(coins, units, axis=1)
