"""Drops a fixed number of entries of the mask."""

TOLD = "Exactly k entries are dropped"
LOSES = {"keep_mask_independent": 2}


def keep_mask(shape, p, rng):
    size = int(np.prod(shape))
    mask = np.ones(size)
    mask[rng.permutation(size)[: round(p * size)]] = 0
    return mask.reshape(shape)
