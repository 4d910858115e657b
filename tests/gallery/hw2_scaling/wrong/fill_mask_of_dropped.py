"""The mask of what was dropped."""

TOLD = "The mask says what was dropped"
LOSES = {"fill_forward_values": 1.5, "fill_forward_law": 0.25}


def fill_forward(x, p, fill, rng):
    dropped = rng.random(x.shape) < p
    return np.where(dropped, fill, (x - p * fill) / (1 - p if p < 1 else 1)), dropped
