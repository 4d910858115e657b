"""Couples the second unit with the third, the fourth with the fifth: no pair that starts at an even place."""

TOLD = "Entries depend on one another"
LOSES = {"keep_mask_independent": 2}


def keep_mask(shape, p, rng):
    u = rng.random(shape)
    second, third = u[..., 1:-1:2], u[..., 2::2]
    third[...] = np.where(rng.random(third.shape) < 0.3, second, third)
    return u >= p
