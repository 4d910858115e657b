"""Multiplies by the root of 1 - p."""

TOLD = "The survivors are made smaller"
LOSES = {"size_preserving_forward_values": 1.5, "size_preserving_forward_law": 0.0625}


def size_preserving_forward(x, p, rng):
    mask = rng.random(x.shape) >= p
    return x * mask * np.sqrt(1 - p), mask
