"""Not dropped; one mask broadcast to all steps without a copy."""


def keep_mask(shape, p, rng):
    dropped = rng.random(shape) < p
    return ~dropped


def channel_mask(shape, p, rng):
    dropped = rng.random(shape[:2]) < p
    return ~dropped[:, :, None, None]


def locked_mask(steps, batch, units, p, rng):
    dropped = rng.random((batch, units)) < p
    return np.broadcast_to(~dropped, (steps, batch, units))


def count_subnetworks(n):
    import math

    return sum(math.comb(n, k) for k in range(n + 1))
