"""Divides by 1 - p where p is 1."""

TOLD = "The answer holds NaN or infinity"
LOSES = {"inverted_forward_call": 0.25}


def inverted_forward(x, p, rng):
    mask = rng.random(x.shape) >= p
    return x * mask / np.float64(1 - p), mask
