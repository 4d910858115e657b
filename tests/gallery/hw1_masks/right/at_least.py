"""Kept where a uniform number is at least p; booleans."""


def keep_mask(shape, p, rng):
    return rng.random(shape) >= p


def channel_mask(shape, p, rng):
    return rng.random((shape[0], shape[1], 1, 1)) >= p


def locked_mask(steps, batch, units, p, rng):
    return np.repeat(rng.random((1, batch, units)) >= p, steps, axis=0)


def count_subnetworks(n):
    return 2**n
