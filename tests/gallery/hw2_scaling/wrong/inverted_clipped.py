"""Keeps the divisor away from 0, and far from its value at large p."""

TOLD = "The survivors have the wrong size"
LOSES = {"inverted_forward_scale": 1.5}


def inverted_forward(x, p, rng):
    mask = rng.random(x.shape) >= p
    return x * mask / np.clip(1 - p, 0.1, 1), mask
