"""Scales the mask as if it were the multiplier."""

TOLD = "The mask is scaled"
LOSES = {"group_mask_grouped": 1}


def group_mask(batch, units, size, p, rng):
    coins = rng.random((batch, units // size)) >= p
    return np.repeat(coins, size, axis=1) / max(1 - p, 0.01)
