"""Makes `size` groups."""

TOLD = "There are `size` groups"
LOSES = {"group_mask_grouped": 1, "group_mask_law": 0.2}


def group_mask(batch, units, size, p, rng):
    coins = rng.random((batch, size)) >= p
    return np.repeat(coins, units // size, axis=1)
