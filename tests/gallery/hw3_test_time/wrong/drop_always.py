"""Forgets to ask whether it is training."""

TOLD = "Units are dropped at test time"
LOSES = {"dropout_values": 0.25}


def dropout(x, p, rng, training):
    if p == 1:
        return np.zeros_like(x)
    return x * (rng.random(x.shape) >= p) / (1 - p)
