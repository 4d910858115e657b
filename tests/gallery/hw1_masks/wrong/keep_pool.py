"""A pool of numbers, used again when it is empty."""

TOLD = "Entries depend on one another"
LOSES = {"keep_mask_independent": 2}


def keep_mask(shape, p, rng):
    return np.resize(rng.permutation(20_011) / 20_011, shape) >= p
