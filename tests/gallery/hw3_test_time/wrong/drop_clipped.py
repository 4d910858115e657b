"""Keeps the divisor away from 0, and far from its value at large p."""

TOLD = "The survivors have the wrong size"
LOSES = {"dropout_values": 0.25}


def dropout(x, p, rng, training):
    if not training:
        return x
    return x * (rng.random(x.shape) >= p) / np.clip(1 - p, 0.1, 1)
