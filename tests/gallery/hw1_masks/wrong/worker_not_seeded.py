"""Takes fresh randomness from the machine."""

TOLD = "The mask depends on more than seed and worker"
LOSES = {"worker_mask_law": 0.25}


def worker_mask(worker, shape, p, seed):
    rng = np.random.default_rng()
    return rng.random(shape) >= p
