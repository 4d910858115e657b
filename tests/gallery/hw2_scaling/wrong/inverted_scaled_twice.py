"""A scale in the mask, and the same again in the output."""

TOLD = "The survivors are scaled twice"
LOSES = {"inverted_forward_scale": 1.5}


def inverted_forward(x, p, rng):
    mask = rng.random(x.shape) >= p
    if p == 1:
        return np.zeros_like(x), mask
    multiplier = mask / (1 - p)
    return x * multiplier / (1 - p), mask
