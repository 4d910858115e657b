"""Keeps the divisor away from 0, and far from its value at large p."""

TOLD = "Backward does not multiply by forward's multiplier"
LOSES = {"inverted_backward_gradient": 1.0}


def inverted_backward(dy, mask, p):
    return dy * mask / np.clip(1 - p, 0.1, 1)
