"""Multiplies by 1 - p."""

TOLD = "The gradient is multiplied by 1 - p"
LOSES = {"dense_backward_gradients": 1.5}


def dense_backward(dz, x, weights, mask, p):
    m = mask * (1 - p)
    return (dz @ weights.T) * m, (x * m).T @ dz
