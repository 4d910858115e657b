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


def dice_mask(shape, hits, sides, rng):
    return rng.binomial(1, (sides - hits) / sides, shape)


def group_mask(batch, units, size, p, rng):
    coins = rng.binomial(1, 1 - p, (batch, units // size))
    return np.kron(coins, np.ones((1, size)))


def worker_mask(worker, shape, p, seed):
    sequence = np.random.SeedSequence(seed, spawn_key=(worker,))
    return np.random.default_rng(sequence).binomial(1, 1 - p, shape)


def mask_from_bits(bits, units):
    places = 2 ** np.arange(7, -1, -1)
    dropped = (bits[:, :, None] // places) % 2
    return 1.0 - dropped.reshape(len(bits), -1)[:, :units]


def mask_from_dropped(dropped, units):
    counts = [np.bincount(numbers, minlength=units + 1)[1:] for numbers in dropped]
    return 1 - np.array(counts)


def mask_from_runs(runs, units):
    ends = np.cumsum(runs)
    places = np.arange(ends[-1])
    which = np.searchsorted(ends, places, side="right")
    return (1.0 - which % 2).reshape(-1, units)
