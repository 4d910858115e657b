"""Divides the weights' gradient by the size of the batch."""

TOLD = "The batch is averaged"
LOSES = {"dense_backward_gradients": 0.75, "dense_backward_call": 0.25}


def dense_backward(dz, x, weights, mask, p):
    m = mask / (1 - p) if p < 1 else 0 * x
    return (dz @ weights.T) * m, (x * m).T @ dz / len(x)
