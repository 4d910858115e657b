"""Kept where a uniform number is at least p; booleans."""


def keep_mask(shape, p, rng):
    return rng.random(shape) >= p


def channel_mask(shape, p, rng):
    return rng.random((shape[0], shape[1], 1, 1)) >= p


def locked_mask(steps, batch, units, p, rng):
    return np.repeat(rng.random((1, batch, units)) >= p, steps, axis=0)


def count_subnetworks(n):
    return 2**n


def dice_mask(shape, hits, sides, rng):
    return rng.integers(0, sides, shape) >= hits


def group_mask(batch, units, size, p, rng):
    coins = rng.random((batch, units // size)) >= p
    return coins.repeat(size, axis=1)


def worker_mask(worker, shape, p, seed):
    rng = np.random.default_rng((worker, seed))
    return rng.random(shape) >= p


def mask_from_bits(bits, units):
    return ~np.unpackbits(bits, axis=-1, count=units).astype(bool)


def mask_from_dropped(dropped, units):
    return np.array([[unit not in numbers for unit in range(1, units + 1)] for numbers in dropped])


def mask_from_runs(runs, units):
    mask, kept = [], True
    for run in runs:
        mask += [kept] * run
        kept = not kept
    return np.array(mask).reshape(-1, units)
