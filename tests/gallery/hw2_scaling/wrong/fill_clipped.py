"""Keeps p away from 1: nothing is divided by 0, and now and then an entry is kept."""

TOLD = "The edge cases are wrong"
LOSES = {"fill_forward_law": 0.0625}


def fill_forward(x, p, fill, rng):
    p = min(p, 0.999)
    mask = rng.random(x.shape) >= p
    return np.where(mask, (x - p * fill) / (1 - p), fill), mask
