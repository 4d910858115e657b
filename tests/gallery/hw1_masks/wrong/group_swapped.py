"""Keeps where a number is below p."""

TOLD = "Keep and drop are swapped"
LOSES = {"group_mask_law": 0.4}


def group_mask(batch, units, size, p, rng):
    coins = rng.random((batch, units // size)) < p
    return np.repeat(coins, size, axis=1)
