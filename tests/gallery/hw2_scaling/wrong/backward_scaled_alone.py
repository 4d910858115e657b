"""Scales, and forgets the mask."""

TOLD = "Backward drops nothing"
LOSES = {"inverted_backward_gradient": 1.0}


def inverted_backward(dy, mask, p):
    if p == 1:
        return np.zeros_like(dy)
    return dy / (1 - p)
