"""Rounds the rate to a tenth."""

TOLD = "The drop rate is rounded"
LOSES = {"classic_forward_law": 0.5}


def classic_forward(x, p, rng):
    mask = rng.random(x.shape) >= round(p, 1)
    return x * mask, mask
