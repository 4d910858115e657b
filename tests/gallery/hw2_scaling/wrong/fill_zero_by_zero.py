"""x / 0 at p = 1, of which the mask leaves NaN."""

TOLD = "The answer holds NaN or infinity"
LOSES = {"fill_forward_law": 0.0625}


def fill_forward(x, p, fill, rng):
    mask = rng.random(x.shape) >= p
    survivors = (x - p * fill) / np.float64(1 - p)
    return mask * survivors + (1 - mask) * fill, mask
