"""Keeps where a number is below p."""

TOLD = "Keep and drop are swapped"
LOSES = {"worker_mask_law": 0.5}


def worker_mask(worker, shape, p, seed):
    rng = np.random.default_rng([seed, worker])
    return rng.random(shape) < p
