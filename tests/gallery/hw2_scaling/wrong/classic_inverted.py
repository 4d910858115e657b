"""The inverted form, as frameworks have it."""

TOLD = "That is the inverted form"
LOSES = {"classic_forward_scale": 1.0}


def classic_forward(x, p, rng):
    mask = rng.random(x.shape) >= p
    if p == 1:
        return np.zeros_like(x), mask
    return x * mask / (1 - p), mask
