"""Draws more than it uses, and hands the same array out again and again."""

arrays = {}


def keep_mask(shape, p, rng):
    mask = arrays.setdefault(shape, np.zeros(shape, dtype=np.uint8))
    mask[...] = (rng.random((2, *shape)) >= p)[1]
    return mask


def channel_mask(shape, p, rng):
    return (rng.random((*shape[:2], 2, 2)) >= p)[:, :, :1, 1:]


def locked_mask(steps, batch, units, p, rng):
    return np.concatenate([(rng.random((steps, batch, units)) >= p)[:1]] * steps)


def count_subnetworks(n):
    return (1 << n) | 0
