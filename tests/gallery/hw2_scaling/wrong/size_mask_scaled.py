"""Hands back the multiplier for the mask."""

TOLD = "The mask is scaled"
LOSES = {"size_preserving_forward_law": 0.0625}


def size_preserving_forward(x, p, rng):
    m = (rng.random(x.shape) >= p) / np.sqrt(1 - p if p < 1 else 1)
    return x * m, m
