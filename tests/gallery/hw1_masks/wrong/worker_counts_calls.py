"""Goes on with the generator that the worker's first call made."""

TOLD = "The mask depends on more than seed and worker"
LOSES = {"worker_mask_law": 0.25}


generators = {}


def worker_mask(worker, shape, p, seed):
    key = (seed, worker)
    if key not in generators:
        generators[key] = np.random.default_rng(key)
    return generators[key].random(shape) >= p
