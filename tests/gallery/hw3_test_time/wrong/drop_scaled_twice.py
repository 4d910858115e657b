"""Scaled in training, and at test time again."""

TOLD = "The output is scaled at test time"
LOSES = {"dropout_values": 0.25}


def dropout(x, p, rng, training):
    if not training:
        return x * (1 - p)
    if p == 1:
        return np.zeros_like(x)
    return x * (rng.random(x.shape) >= p) / (1 - p)
