"""Divides by the root of p."""

TOLD = "The survivors are divided by p"
LOSES = {"size_preserving_forward_values": 1.5, "size_preserving_forward_law": 0.0625}


def size_preserving_forward(x, p, rng):
    mask = rng.random(x.shape) >= p
    return x * mask / np.sqrt(p if p > 0 else 1), mask
