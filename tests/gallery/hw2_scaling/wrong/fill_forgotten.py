"""Drops to 0."""

TOLD = "The survivors make up for zeros"
LOSES = {"fill_forward_values": 1.5, "fill_forward_law": 0.1875}


def fill_forward(x, p, fill, rng):
    mask = rng.random(x.shape) >= p
    return np.where(mask, x / (1 - p if p < 1 else 1), 0), mask
