"""Squares the factor."""

TOLD = "The gradient is scaled twice"
LOSES = {"inverted_backward_gradient": 1.0}


def inverted_backward(dy, mask, p):
    if p == 1:
        return np.zeros_like(dy)
    return dy * mask / (1 - p) ** 2
