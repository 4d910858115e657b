"""Another draw for the mask than for the output."""

TOLD = "The mask is not the one that made the output"
LOSES = {"fill_forward_values": 1.5, "fill_forward_law": 0.125}


def fill_forward(x, p, fill, rng):
    kept = rng.random(x.shape) >= p
    return np.where(kept, (x - p * fill) / (1 - p if p < 1 else 1), fill), rng.random(x.shape) >= p
