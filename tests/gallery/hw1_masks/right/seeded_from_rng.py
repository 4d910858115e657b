"""A generator of its own, seeded from `rng`: all randomness still comes from there."""


def keep_mask(shape, p, rng):
    return np.random.default_rng(rng.integers(2**63)).random(shape) >= p


def channel_mask(shape, p, rng):
    own = np.random.Generator(np.random.MT19937(rng.integers(2**63)))
    return own.random((*shape[:2], 1, 1)) >= p


def locked_mask(steps, batch, units, p, rng):
    own = np.random.RandomState(rng.integers(2**32))
    return np.broadcast_to(own.random_sample((batch, units)) >= p, (steps, batch, units))


def count_subnetworks(n):
    return 2 ** int(n)
