"""Turns the caller's mask into the multiplier."""

TOLD = "An argument was changed"
LOSES = {"inverted_backward_call": 0.25}


def inverted_backward(dy, mask, p):
    if p == 1:
        return np.zeros_like(dy)
    if mask.dtype == np.float64:
        mask /= 1 - p
        return dy * mask
    return dy * mask / (1 - p)
