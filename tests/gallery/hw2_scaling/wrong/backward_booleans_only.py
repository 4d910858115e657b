"""Uses the mask as an index; integers point elsewhere."""

TOLD = "Backward understands only some masks"
LOSES = {"inverted_backward_kinds": 0.5}


def inverted_backward(dy, mask, p):
    dx = dy / (1 - p) if p < 1 else np.zeros_like(dy)
    dropped = mask == False if mask.dtype == bool else mask < 0
    dx[dropped] = 0
    return dx
