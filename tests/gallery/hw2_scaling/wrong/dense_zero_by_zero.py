"""0 / 0 at p = 1."""

TOLD = "The answer holds NaN or infinity"
LOSES = {"dense_backward_call": 0.25}


def dense_backward(dz, x, weights, mask, p):
    m = mask / np.float64(1 - p)
    return (dz @ weights.T) * m, (x * m).T @ dz
