"""Keeps k in each column."""

TOLD = "Columns keep k, not rows"
LOSES = {"keep_k_forward_values": 0.75, "keep_k_forward_law": 0.125}


def keep_k_forward(x, k, rng):
    n = x.shape[1]
    mask = rng.random(x.shape).argsort(axis=0) < k
    if k in (0, n):
        mask = np.full(x.shape, k == n)
    return x * mask * (n / k if k else 0), mask
