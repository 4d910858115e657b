"""Turns the mask with ~, which does something else to integers."""

TOLD = "Your function raised an error"
LOSES = {"inverted_backward_call": 0.25, "inverted_backward_kinds": 0.5}


def inverted_backward(dy, mask, p):
    dx = dy / (1 - p) if p < 1 else np.zeros_like(dy)
    dx[~mask] = 0
    return dx
