"""Right survivors, and zeros for the rest."""

TOLD = "Dropped entries are 0"
LOSES = {"fill_forward_values": 0.75, "fill_forward_law": 0.0625}


def fill_forward(x, p, fill, rng):
    mask = rng.random(x.shape) >= p
    if p == 1:
        return np.full(x.shape, fill), mask
    return (x - p * fill) / (1 - p) * mask, mask
