"""The factor of the inverted form."""

TOLD = "The mean is kept in place of the size"
LOSES = {"size_preserving_forward_values": 1.5, "size_preserving_forward_law": 0.0625}


def size_preserving_forward(x, p, rng):
    mask = rng.random(x.shape) >= p
    return x * mask / (1 - p if p < 1 else 1), mask
