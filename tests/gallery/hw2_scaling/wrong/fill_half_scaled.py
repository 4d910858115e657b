"""Pays for the fill behind the division."""

TOLD = "The survivors have the wrong size"
LOSES = {"fill_forward_values": 0.75, "fill_forward_law": 0.0625}


def fill_forward(x, p, fill, rng):
    mask = rng.random(x.shape) >= p
    return np.where(mask, x / (1 - p if p < 1 else 1) - p * fill, fill), mask
