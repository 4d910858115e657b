"""Writes zeros into the caller's gradient."""

TOLD = "An argument was changed"
LOSES = {"inverted_backward_call": 0.25}


def inverted_backward(dy, mask, p):
    dy[mask == 0] = 0
    return dy / (1 - p) if p < 1 else dy
