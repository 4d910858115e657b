"""Keeps with probability p, and scales as if it were 1 - p."""

TOLD = "Keep and drop are swapped"
LOSES = {"inverted_forward_call": 0.25, "inverted_forward_law": 0.5}


def inverted_forward(x, p, rng):
    mask = rng.random(x.shape) <= p
    if p == 1:
        return x.copy(), mask
    return x * mask / (1 - p), mask
