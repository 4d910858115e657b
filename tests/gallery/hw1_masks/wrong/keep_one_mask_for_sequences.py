"""One mask for the whole batch, but only where an example is more than a vector."""

TOLD = "One mask for the whole batch"
LOSES = {"keep_mask_independent": 2}


def keep_mask(shape, p, rng):
    drawn = shape if len(shape) < 3 else (1, *shape[1:])
    return np.broadcast_to(rng.random(drawn) >= p, shape).copy()
