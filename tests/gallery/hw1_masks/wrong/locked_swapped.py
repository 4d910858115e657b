"""Keeps with probability p."""

TOLD = "Keep and drop are swapped"
LOSES = {"locked_mask_form": 0.5, "locked_mask_law": 0.25}


def locked_mask(steps, batch, units, p, rng):
    return np.broadcast_to(rng.random((batch, units)) < p, (steps, batch, units))
