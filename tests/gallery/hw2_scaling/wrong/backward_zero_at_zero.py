"""Guards p = 0 as if nothing flowed there."""

TOLD = "The edge cases are wrong"
LOSES = {"inverted_backward_call": 0.25}


def inverted_backward(dy, mask, p):
    return dy * mask / (1 - p) if 0 < p < 1 else dy * 0
