"""One trial of a binomial."""


def keep_mask(shape, p, rng):
    return rng.binomial(1, 1 - p, shape)


def channel_mask(shape, p, rng):
    return rng.binomial(1, 1 - p, size=(*shape[:2], 1, 1))


def locked_mask(steps, batch, units, p, rng):
    mask = rng.binomial(1, 1 - p, (batch, units))
    return np.stack([mask] * steps)


def count_subnetworks(n):
    return pow(2, n)
