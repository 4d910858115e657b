"""Mends the batch, and tiles where it should repeat."""

TOLD = "Distant units share a draw"
LOSES = {"group_mask_grouped": 1, "group_mask_law": 0.2}


def group_mask(batch, units, size, p, rng):
    coins = rng.random((batch, units // size)) >= p
    return np.tile(coins, (1, size))
