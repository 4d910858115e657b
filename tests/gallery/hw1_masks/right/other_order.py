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


def dice_mask(shape, hits, sides, rng):
    faces = rng.permuted(np.arange(1, sides + 1))  # their names do not matter
    return (faces[rng.integers(0, sides, shape[::-1])] > hits).T


def group_mask(batch, units, size, p, rng):
    mask = np.empty((batch, units), dtype=np.uint8)
    coins = (rng.random((units // size, batch)) >= p).T[:, ::-1]
    for member in range(size):
        mask[:, member::size] = coins
    return mask


def worker_mask(worker, shape, p, seed):
    bits = np.random.PCG64(seed).jumped(worker + 1)
    return (np.random.Generator(bits).random(shape[::-1]) >= p).T


def mask_from_bits(bits, units):
    turned = np.unpackbits(bits[:, ::-1], axis=1, bitorder="little")[:, ::-1]
    return (turned[:, :units] ^ 1).astype(np.int8)


def mask_from_dropped(dropped, units):
    mask = np.ones((units, len(dropped)), dtype=np.int8)
    for example in reversed(range(len(dropped))):
        for number in sorted(dropped[example]):
            mask[number - 1, example] = 0
    return mask.T


def mask_from_runs(runs, units):
    kept, backwards = len(runs) % 2, []
    for run in reversed(runs):
        backwards += [kept] * run
        kept = 1 - kept
    return np.array(backwards, dtype=np.int8)[::-1].reshape(-1, units)
