"""Squares where a root is due."""

TOLD = "The survivors have the wrong size"
LOSES = {"size_preserving_forward_values": 1.5, "size_preserving_forward_law": 0.0625}


def size_preserving_forward(x, p, rng):
    mask = rng.random(x.shape) >= p
    return x * mask / (1 - p if p < 1 else 1) ** 2, mask
