"""A mask of the right size and the wrong shape."""

TOLD = "The answer has the wrong shape"
LOSES = {"keep_mask_form": 1, "keep_mask_rate": 2, "keep_mask_independent": 2, "keep_mask_rng": 1}


def keep_mask(shape, p, rng):
    return rng.random((int(np.prod(shape)), 1)) >= p
