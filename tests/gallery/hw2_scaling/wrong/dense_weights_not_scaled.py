"""The weights' gradient without the scale."""

TOLD = "The scale is forgotten on the way back"
LOSES = {"dense_backward_gradients": 0.75}


def dense_backward(dz, x, weights, mask, p):
    scale = 1 / (1 - p) if p < 1 else 0
    return (dz @ weights.T) * mask * scale, (x * mask).T @ dz
