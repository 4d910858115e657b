"""Multiplies the caller's array."""

TOLD = "The input was changed"
LOSES = {"size_preserving_forward_law": 0.0625}


def size_preserving_forward(x, p, rng):
    mask = rng.random(x.shape) >= p
    x *= mask / np.sqrt(1 - p if p < 1 else 1)
    return x, mask
