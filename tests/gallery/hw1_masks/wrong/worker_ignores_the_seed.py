"""Seeds with the worker's number alone."""

TOLD = "Two workers share a mask"
LOSES = {"worker_mask_apart": 1}


def worker_mask(worker, shape, p, seed):
    rng = np.random.default_rng(worker)
    return rng.random(shape) >= p
