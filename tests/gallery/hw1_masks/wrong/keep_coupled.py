"""An entry copies the one on its left now and then."""

TOLD = "Entries depend on one another"
LOSES = {"keep_mask_independent": 2}


def keep_mask(shape, p, rng):
    mask = rng.random(shape) >= p
    copies = rng.random(shape) < 0.15
    mask[..., 1:] = np.where(copies[..., 1:], mask[..., :-1], mask[..., 1:])
    return mask
