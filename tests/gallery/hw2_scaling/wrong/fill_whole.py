"""Takes off the fill as a whole."""

TOLD = "The fill is taken off as a whole"
LOSES = {"fill_forward_values": 0.75, "fill_forward_law": 0.125}


def fill_forward(x, p, fill, rng):
    mask = rng.random(x.shape) >= p
    return np.where(mask, (x - fill) / (1 - p if p < 1 else 1), fill), mask
