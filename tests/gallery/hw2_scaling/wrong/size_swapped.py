"""Keeps with probability p."""

TOLD = "Keep and drop are swapped"
LOSES = {"size_preserving_forward_law": 0.125}


def size_preserving_forward(x, p, rng):
    mask = rng.random(x.shape) < p
    return x * mask / np.sqrt(1 - p if p < 1 else 1), mask
