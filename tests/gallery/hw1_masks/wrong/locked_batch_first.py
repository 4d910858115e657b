"""Axes in another order."""

TOLD = "The answer has the wrong shape"
LOSES = {"locked_mask_form": 1, "locked_mask_locked": 1, "locked_mask_law": 1}


def locked_mask(steps, batch, units, p, rng):
    return np.repeat(rng.random((batch, 1, units)) >= p, steps, axis=1)
