"""Scales dz and then once more."""

TOLD = "The gradient is scaled twice"
LOSES = {"dense_backward_gradients": 1.5}


def dense_backward(dz, x, weights, mask, p):
    if p == 1:
        return 0 * x, 0 * weights
    dz = dz / (1 - p)
    m = mask / (1 - p)
    return (dz @ weights.T) * m, (x * m).T @ dz
