"""Mends dx alone."""

TOLD = "The weights learn from units that were dropped"
LOSES = {"dense_backward_gradients": 0.75, "dense_backward_call": 0.25}


def dense_backward(dz, x, weights, mask, p):
    m = mask / (1 - p) if p < 1 else 0 * x
    return (dz @ weights.T) * m, x.T @ dz
