"""Remembers the mask, forgets the scale."""

TOLD = "Backward forgets the scaling"
LOSES = {"inverted_backward_gradient": 1.0}


def inverted_backward(dy, mask, p):
    return dy * mask
