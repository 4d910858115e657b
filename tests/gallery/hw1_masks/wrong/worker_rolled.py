"""Shifts one mask."""

TOLD = "Entries depend on one another"
LOSES = {"worker_mask_law": 0.25}


def worker_mask(worker, shape, p, seed):
    rng = np.random.default_rng(seed)
    mask = rng.random(shape) >= p
    return np.roll(mask, worker)
