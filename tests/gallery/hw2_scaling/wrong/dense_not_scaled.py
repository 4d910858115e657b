"""Remembers the mask, forgets the scale."""

TOLD = "The scale is forgotten on the way back"
LOSES = {"dense_backward_gradients": 1.5}


def dense_backward(dz, x, weights, mask, p):
    return (dz @ weights.T) * mask, (x * mask).T @ dz
