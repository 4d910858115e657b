"""The second half of the batch is the first, moved by one unit."""

TOLD = "Entries depend on one another"
LOSES = {"keep_mask_independent": 2}


def keep_mask(shape, p, rng):
    u = rng.random(shape)
    half = shape[0] // 2
    u[half : 2 * half] = np.roll(u[:half], 1, axis=-1)
    return u >= p
