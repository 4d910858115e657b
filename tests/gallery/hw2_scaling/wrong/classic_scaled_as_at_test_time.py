"""Multiplies by 1 - p in training, too."""

TOLD = "The survivors are scaled as at test time"
LOSES = {"classic_forward_scale": 1.0}


def classic_forward(x, p, rng):
    mask = rng.random(x.shape) >= p
    return x * mask * (1 - p), mask
