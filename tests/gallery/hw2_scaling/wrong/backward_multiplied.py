"""Undoes the scale instead of repeating it."""

TOLD = "The gradient is multiplied by 1 - p"
LOSES = {"inverted_backward_gradient": 1.0}


def inverted_backward(dy, mask, p):
    return dy * mask * (1 - p)
