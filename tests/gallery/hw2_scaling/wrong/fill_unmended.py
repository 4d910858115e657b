"""As it was: everything is divided by 1 - p."""

TOLD = "The survivors make up for zeros"
LOSES = {"fill_forward_values": 1.5, "fill_forward_law": 0.125}


def fill_forward(x, p, fill, rng):
    mask = rng.random(x.shape) >= p
    if p == 1:
        return np.full(x.shape, fill), mask
    y = np.where(mask, x, fill) / (1 - p)
    return y, mask
