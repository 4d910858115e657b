"""Divides by p."""

TOLD = "The gradient is divided by p"
LOSES = {"dense_backward_gradients": 1.5}


def dense_backward(dz, x, weights, mask, p):
    m = mask / p if 0 < p < 1 else mask * (1.0 - p)
    return (dz @ weights.T) * m, (x * m).T @ dz
