"""Drops outputs, whose shape does not fit."""

TOLD = "Your function raised an error"
LOSES = {"dense_backward_gradients": 1.5, "dense_backward_call": 0.5}


def dense_backward(dz, x, weights, mask, p):
    dz = dz * mask / (1 - p)
    return dz @ weights.T, x.T @ dz
