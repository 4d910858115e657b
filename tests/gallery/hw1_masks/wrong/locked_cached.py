"""Locks the mask for ever: one draw for the whole course of training."""

TOLD = "The same mask at every call"
LOSES = {"locked_mask_law": 0.25}

cache = {}


def locked_mask(steps, batch, units, p, rng):
    if (steps, batch, units, p) not in cache:
        cache[steps, batch, units, p] = rng.random((batch, units)) >= p
    return np.broadcast_to(cache[steps, batch, units, p], (steps, batch, units))
