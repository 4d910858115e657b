"""Draws another mask on the way back."""

TOLD = "Backward drops other units than forward"
LOSES = {"inverted_backward_gradient": 1.0, "inverted_backward_kinds": 0.5}


def inverted_backward(dy, mask, p):
    if p == 1:
        return np.zeros_like(dy)
    mask = np.random.random(dy.shape) >= p
    return dy * mask / (1 - p)
