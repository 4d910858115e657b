"""0 / 0 at p = 1."""

TOLD = "The answer holds NaN or infinity"
LOSES = {"size_preserving_forward_law": 0.0625}


def size_preserving_forward(x, p, rng):
    mask = rng.random(x.shape) >= p
    return x * mask / np.sqrt(1 - p), mask
