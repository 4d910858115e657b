"""The gradient passes as if there were no dropout."""

TOLD = "Backward drops nothing"
LOSES = {"inverted_backward_gradient": 2.0, "inverted_backward_call": 0.25}


def inverted_backward(dy, mask, p):
    return dy.copy()
