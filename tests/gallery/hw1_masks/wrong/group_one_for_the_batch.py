"""Mends the layout, and leaves one draw for all examples."""

TOLD = "One mask for the whole batch"
LOSES = {"group_mask_law": 0.2}


def group_mask(batch, units, size, p, rng):
    coins = rng.random((1, units // size)) >= p
    return np.tile(np.repeat(coins, size, axis=1), (batch, 1))
