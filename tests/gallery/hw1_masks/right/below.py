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


def dice_mask(shape, hits, sides, rng):
    return (rng.random(shape) < 1 - hits / sides).astype(int)


def group_mask(batch, units, size, p, rng):
    groups = (rng.random((batch, units // size)) < 1 - p).astype(int)
    return groups[:, np.arange(units) // size]


def worker_mask(worker, shape, p, seed):
    rng = np.random.default_rng(100 * seed + worker)
    return (rng.random(shape) < 1 - p).astype(int)


def mask_from_bits(bits, units):
    mask = np.zeros((len(bits), units), dtype=int)
    for unit in range(units):
        bit = 7 - unit % 8
        mask[:, unit] = 1 - (bits[:, unit // 8] >> bit & 1)
    return mask


def mask_from_dropped(dropped, units):
    mask = np.ones((len(dropped), units), dtype=int)
    for row, numbers in zip(mask, dropped, strict=True):
        row[[number - 1 for number in numbers]] = 0
    return mask


def mask_from_runs(runs, units):
    kept = np.zeros(sum(runs), dtype=int)
    place = 0
    for number, run in enumerate(runs):
        kept[place : place + run] = 1 - number % 2
        place += run
    return kept.reshape(len(kept) // units, units)
