"""Drawn from the last entry to the first, and through views."""


def keep_mask(shape, p, rng):
    return (rng.random(shape[::-1]) >= p).T


def channel_mask(shape, p, rng):
    return (rng.random((1, 1, shape[1], shape[0])) >= p).T[::-1]


def locked_mask(steps, batch, units, p, rng):
    mask = np.empty((units, batch, steps), dtype=np.int8)
    mask[:] = rng.uniform(0, 1, (units, batch, 1)) >= p
    return mask.transpose(2, 1, 0)


def count_subnetworks(n):
    return len("x") * 4 ** (n // 2) * 2 ** (n % 2)
