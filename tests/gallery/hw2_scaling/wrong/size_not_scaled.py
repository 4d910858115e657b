"""No factor."""

TOLD = "The survivors are left as they are"
LOSES = {"size_preserving_forward_values": 1.5, "size_preserving_forward_law": 0.0625}


def size_preserving_forward(x, p, rng):
    mask = rng.random(x.shape) >= p
    return x * mask, mask
