"""One coin for each example."""

TOLD = "Whole rows are dropped together"
LOSES = {"inverted_forward_law": 0.5}


def inverted_forward(x, p, rng):
    coins = rng.random((len(x),) + (1,) * (x.ndim - 1)) >= p
    mask = np.broadcast_to(coins, x.shape)
    if p == 1:
        return np.zeros_like(x), mask
    return x * mask / (1 - p), mask
