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


def dice_mask(shape, hits, sides, rng):
    faces = 1 + np.floor(rng.random(shape) * sides)
    dropped = faces <= hits
    return ~dropped


def group_mask(batch, units, size, p, rng):
    dropped = rng.random((batch, units // size, 1)) < p
    return ~np.broadcast_to(dropped, (batch, units // size, size)).reshape(batch, units)


def worker_mask(worker, shape, p, seed):
    children = np.random.default_rng(seed).spawn(worker + 1)
    dropped = children[worker].random(shape) < p
    return ~dropped


def mask_from_bits(bits, units):
    return np.logical_not(np.unpackbits(~bits, axis=1) == 0)[:, :units]


def mask_from_dropped(dropped, units):
    lost = np.zeros((len(dropped), units + 1), dtype=bool)
    for example, numbers in enumerate(dropped):
        lost[example, np.array(numbers, dtype=int)] = True
    return ~lost[:, 1:]


def mask_from_runs(runs, units):
    lengths = np.array(runs)
    dropped = np.repeat(np.arange(len(lengths)) & 1, lengths).astype(bool)
    return ~dropped.reshape(-1, units)
