"""Leaves the layer as it was: tiled, and one draw for all examples."""

TOLD = "Distant units share a draw"
LOSES = {"group_mask_grouped": 1, "group_mask_law": 0.2}


def group_mask(batch, units, size, p, rng):
    coins = rng.random((1, units // size)) >= p
    return np.tile(coins, (batch, size))
