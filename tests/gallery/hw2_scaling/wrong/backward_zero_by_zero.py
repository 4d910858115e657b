"""0 / 0 at p = 1."""

TOLD = "The answer holds NaN or infinity"
LOSES = {"inverted_backward_call": 0.25}


def inverted_backward(dy, mask, p):
    return dy * (mask / np.float64(1 - p))
