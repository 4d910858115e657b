"""Antithetic halves: the second half of the batch uses 1 - u."""

TOLD = "Entries depend on one another"
LOSES = {"keep_mask_independent": 2}


def keep_mask(shape, p, rng):
    u = rng.random(shape)
    half = shape[0] // 2
    u[half : 2 * half] = 1 - u[:half]
    return u >= p
