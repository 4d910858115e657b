"""Divides by p."""

TOLD = "The gradient is divided by p"
LOSES = {"inverted_backward_gradient": 1.0}


def inverted_backward(dy, mask, p):
    if p == 0:
        return dy.copy()
    return dy * mask / p
