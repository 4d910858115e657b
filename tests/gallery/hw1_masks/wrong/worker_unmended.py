"""Leaves it as it was: the seed of the run for all."""

TOLD = "All workers drop the same"
LOSES = {"worker_mask_apart": 1, "worker_mask_law": 0.25}


def worker_mask(worker, shape, p, seed):
    rng = np.random.default_rng(seed)
    return rng.random(shape) >= p
