"""Locked for ten steps, fresh afterwards."""

TOLD = "A fresh mask at every step"
LOSES = {"locked_mask_locked": 1}


def locked_mask(steps, batch, units, p, rng):
    first = rng.random((batch, units)) >= p
    return np.stack([first if step < 10 else rng.random((batch, units)) >= p for step in range(steps)])
