"""Scales the mask as if it were the multiplier."""

TOLD = "The mask is scaled"
LOSES = {"worker_mask_apart": 1}


def worker_mask(worker, shape, p, seed):
    rng = np.random.default_rng([seed, worker])
    return (rng.random(shape) >= p) / max(1 - p, 0.01)
