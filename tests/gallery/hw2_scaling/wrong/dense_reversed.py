"""Takes the mask for that of the dropped."""

TOLD = "The mask is turned round"
LOSES = {"dense_backward_gradients": 1.5, "dense_backward_call": 0.25}


def dense_backward(dz, x, weights, mask, p):
    m = ~mask / (1 - p) if p < 1 else 0 * x
    return (dz @ weights.T) * m, (x * m).T @ dz
