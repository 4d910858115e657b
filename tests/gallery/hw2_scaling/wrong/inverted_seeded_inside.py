"""Starts its own generator, always the same."""

TOLD = "The same mask at every call"
LOSES = {"inverted_forward_call": 0.25}


def inverted_forward(x, p, rng):
    rng = np.random.default_rng(0)
    mask = rng.random(x.shape) >= p
    if p == 1:
        return np.zeros_like(x), mask
    return x * mask / (1 - p), mask
