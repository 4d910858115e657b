"""A coin for every step and example, shared by the units."""

TOLD = "A fresh mask at every step"
LOSES = {"locked_mask_locked": 1, "locked_mask_law": 0.25}


def locked_mask(steps, batch, units, p, rng):
    return np.repeat(rng.random((steps, batch, 1)) >= p, units, axis=2)
