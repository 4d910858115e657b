"""Kept where a uniform number is below 1 - p; integers."""


def keep_mask(shape, p, rng):
    return (rng.random(shape) < 1 - p).astype(int)


def channel_mask(shape, p, rng):
    N, C = shape[:2]
    return (rng.random((N, C)) < 1 - p).astype(int).reshape(N, C, 1, 1)


def locked_mask(steps, batch, units, p, rng):
    return np.tile((rng.random((batch, units)) < 1 - p).astype(int), (steps, 1, 1))


def count_subnetworks(n):
    return 1 << n
