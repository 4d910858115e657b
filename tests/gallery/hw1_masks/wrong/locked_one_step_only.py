"""One (batch, units) mask, not repeated."""

TOLD = "The answer has the wrong shape"
LOSES = {"locked_mask_form": 1, "locked_mask_locked": 1, "locked_mask_law": 1}


def locked_mask(steps, batch, units, p, rng):
    return rng.random((batch, units)) >= p
