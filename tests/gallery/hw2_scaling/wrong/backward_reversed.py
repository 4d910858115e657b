"""Lets the gradient through where the unit was dropped."""

TOLD = "The gradient flows through the units that were dropped"
LOSES = {"inverted_backward_gradient": 1.0, "inverted_backward_call": 0.25}


def inverted_backward(dy, mask, p):
    if p == 1:
        return np.zeros_like(dy)
    return dy * (1 - mask.astype(float)) / (1 - p)
