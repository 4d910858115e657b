"""Looks at p = 1 before it asks whether it is training."""

TOLD = "The edge cases are wrong at test time"
LOSES = {"dropout_values": 0.25}


def dropout(x, p, rng, training):
    if p == 1:
        return np.zeros_like(x)
    if not training:
        return x
    return x * (rng.random(x.shape) >= p) / (1 - p)
