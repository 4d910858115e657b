"""Seeds inside."""

TOLD = "The same mask at every call"
LOSES = {"group_mask_law": 0.2}


def group_mask(batch, units, size, p, rng):
    coins = np.random.default_rng(size).random((batch, units // size)) >= p
    return np.repeat(coins, size, axis=1)
