"""Adds p fill where it must be taken off."""

TOLD = "The fill is paid with the wrong sign"
LOSES = {"fill_forward_values": 0.75, "fill_forward_law": 0.0625}


def fill_forward(x, p, fill, rng):
    mask = rng.random(x.shape) >= p
    return np.where(mask, (x + p * fill) / (1 - p if p < 1 else 1), fill), mask
