"""Drops whole maps of images, as spatial dropout does."""

TOLD = "Parts of the mask repeat"
LOSES = {"keep_mask_independent": 2}


def keep_mask(shape, p, rng):
    drawn = shape if len(shape) < 4 else (*shape[:2], 1, 1)
    return np.broadcast_to(rng.random(drawn) >= p, shape).copy()
