"""Passes over as many numbers as the worker's number says: the masks overlap."""

TOLD = "Entries depend on one another"
LOSES = {"worker_mask_law": 0.25}


def worker_mask(worker, shape, p, seed):
    rng = np.random.default_rng(seed)
    rng.random(worker)
    return rng.random(shape) >= p
