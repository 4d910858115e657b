"""A fair coin, whatever p."""

TOLD = "The drop rate does not depend on p"
LOSES = {"keep_mask_rate": 2, "keep_mask_form": 0.5}


def keep_mask(shape, p, rng):
    return rng.integers(0, 2, shape)
