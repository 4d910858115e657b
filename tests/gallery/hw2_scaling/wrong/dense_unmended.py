"""As it was: the gradients of a layer without dropout."""

TOLD = "Backward stops before the dropout"
LOSES = {"dense_backward_gradients": 1.5, "dense_backward_call": 0.25}


def dense_backward(dz, x, weights, mask, p):
    dx = dz @ weights.T
    dweights = x.T @ dz
    return dx, dweights
