"""Draws the mask of one example and uses it for all: every row is the same, whole columns are dropped."""

TOLD = "One mask for the whole batch"
LOSES = {"keep_mask_independent": 2}


def keep_mask(shape, p, rng):
    return np.broadcast_to(rng.random(shape[1:]) >= p, shape).copy()
