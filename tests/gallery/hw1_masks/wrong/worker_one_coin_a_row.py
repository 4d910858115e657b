"""Tosses one coin for each row of the mask."""

TOLD = "Whole rows are dropped together"
LOSES = {"worker_mask_law": 0.25}


def worker_mask(worker, shape, p, seed):
    rng = np.random.default_rng([seed, worker])
    rows = rng.random((shape[0], *[1] * (len(shape) - 1))) >= p
    return np.broadcast_to(rows, shape)
