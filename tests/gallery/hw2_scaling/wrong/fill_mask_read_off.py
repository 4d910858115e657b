"""Reads the mask off the output."""

TOLD = "The mask is read off the values"
LOSES = {"fill_forward_values": 0.75, "fill_forward_law": 0.0625}


def fill_forward(x, p, fill, rng):
    kept = rng.random(x.shape) >= p
    y = np.where(kept, (x - p * fill) / (1 - p if p < 1 else 1), fill)
    return y, y != fill
