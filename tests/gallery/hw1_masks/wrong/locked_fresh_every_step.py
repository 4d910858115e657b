"""A new mask at every step."""

TOLD = "A fresh mask at every step"
LOSES = {"locked_mask_locked": 1}


def locked_mask(steps, batch, units, p, rng):
    return np.stack([rng.random((batch, units)) >= p for _ in range(steps)])
