"""Divides 0 by 0 at p = 1."""

TOLD = "The answer holds NaN or infinity"
LOSES = {"dropout_values": 0.25}


def dropout(x, p, rng, training):
    if not training:
        return x
    return x * (rng.random(x.shape) >= p) / np.float64(1 - p)
