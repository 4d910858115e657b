"""Scales everything first, and forgets to drop."""

TOLD = "The mask is not the one that made the output"
LOSES = {"inverted_forward_mask": 0.5, "inverted_forward_call": 0.25, "inverted_forward_law": 1.0}


def inverted_forward(x, p, rng):
    mask = rng.random(x.shape) >= p
    if p == 1:
        return np.zeros_like(x), mask
    return x / (1 - p), mask
