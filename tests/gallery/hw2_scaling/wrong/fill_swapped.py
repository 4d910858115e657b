"""Keeps with probability p."""

TOLD = "Keep and drop are swapped"
LOSES = {"fill_forward_law": 0.125}


def fill_forward(x, p, fill, rng):
    mask = rng.random(x.shape) < p
    return np.where(mask, (x - p * fill) / (1 - p if p < 1 else 1), fill), mask
