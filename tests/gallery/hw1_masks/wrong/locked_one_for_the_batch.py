"""Locked over steps, and over examples too."""

TOLD = "One mask for the whole batch"
LOSES = {"locked_mask_law": 0.25}


def locked_mask(steps, batch, units, p, rng):
    return np.tile(rng.random(units) >= p, (steps, batch, 1))
