"""Multiplies: worker 0 has one mask for all runs."""

TOLD = "Two workers share a mask"
LOSES = {"worker_mask_apart": 1}


def worker_mask(worker, shape, p, seed):
    rng = np.random.default_rng(seed * worker)
    return rng.random(shape) >= p
