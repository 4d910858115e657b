"""Drops in the caller's x."""

TOLD = "An argument was changed"
LOSES = {"dense_backward_call": 0.25}


def dense_backward(dz, x, weights, mask, p):
    x *= mask
    scale = 1 / (1 - p) if p < 1 else 0
    return (dz @ weights.T) * mask * scale, x.T @ dz * scale
