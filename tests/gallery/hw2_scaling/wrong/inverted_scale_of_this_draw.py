"""Divides by the share that this draw kept."""

TOLD = "The scale is that of this draw"
LOSES = {"inverted_forward_scale": 1.5}


def inverted_forward(x, p, rng):
    mask = rng.random(x.shape) >= p
    kept = mask.mean()
    if kept == 0:
        return np.zeros_like(x), mask
    return x * mask / kept, mask
