"""One coin for each example."""

TOLD = "Whole rows are dropped together"
LOSES = {"fill_forward_law": 0.0625}


def fill_forward(x, p, fill, rng):
    mask = np.repeat(rng.random((len(x), 1)) >= p, x.shape[1], axis=1)
    return np.where(mask, (x - p * fill) / (1 - p if p < 1 else 1), fill), mask
