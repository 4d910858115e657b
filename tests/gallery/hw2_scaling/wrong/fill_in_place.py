"""Fills the caller's array."""

TOLD = "The input was changed"
LOSES = {"fill_forward_law": 0.0625}


def fill_forward(x, p, fill, rng):
    mask = rng.random(x.shape) >= p
    if p < 1:
        x -= p * fill
        x /= 1 - p
    x[~mask] = fill
    return x, mask
