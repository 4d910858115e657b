"""Lets each unit toss, and drops a group if one of its units is dropped."""

TOLD = "The drop rate is wrong"
LOSES = {"group_mask_law": 0.2}


def group_mask(batch, units, size, p, rng):
    coins = rng.random((batch, units // size, size)) >= p
    return np.repeat(coins.all(axis=2), size, axis=1)
