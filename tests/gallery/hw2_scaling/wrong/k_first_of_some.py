"""A random stretch that never wraps around."""

TOLD = "Some units are kept more often"
LOSES = {"keep_k_forward_law": 0.0625}


def keep_k_forward(x, k, rng):
    n = x.shape[1]
    start = rng.integers(n - k + 1, size=(len(x), 1))
    mask = (np.arange(n) >= start) & (np.arange(n) < start + k)
    return x * mask * (n / k if k else 0), mask
