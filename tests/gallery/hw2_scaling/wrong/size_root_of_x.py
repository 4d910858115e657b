"""Takes the root of everything, x included."""

TOLD = "The survivors have the wrong size"
LOSES = {"size_preserving_forward_values": 1.5, "size_preserving_forward_law": 0.125}


def size_preserving_forward(x, p, rng):
    mask = rng.random(x.shape) >= p
    y = np.sign(x) * np.sqrt(x**2 * mask / (1 - p if p < 1 else 1) ** 2)
    return y * np.abs(x) ** 0.5, mask
