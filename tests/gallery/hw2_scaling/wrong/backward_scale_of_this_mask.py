"""Divides by the share that the mask kept."""

TOLD = "The scale is that of this mask"
LOSES = {"inverted_backward_gradient": 1.0}


def inverted_backward(dy, mask, p):
    kept = mask.mean()
    return dy * mask / kept if kept > 0 else np.zeros_like(dy)
