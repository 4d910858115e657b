"""Hands back the multiplier for the mask."""

TOLD = "The mask is scaled"
LOSES = {"inverted_forward_mask": 0.5}


def inverted_forward(x, p, rng):
    if p == 1:
        return np.zeros_like(x), np.zeros_like(x)
    mask = (rng.random(x.shape) >= p) / (1 - p)
    return x * mask, mask
