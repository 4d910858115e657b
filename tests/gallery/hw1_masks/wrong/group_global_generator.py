"""Draws from numpy's global generator."""

TOLD = "The mask comes from a generator of its own"
LOSES = {"group_mask_law": 0.2}


def group_mask(batch, units, size, p, rng):
    coins = np.random.random((batch, units // size)) >= p
    return np.repeat(coins, size, axis=1)
