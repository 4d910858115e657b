"""k neighbours, from a random one on."""

TOLD = "Which units go together is not free"
LOSES = {"keep_k_forward_law": 0.0625}


def keep_k_forward(x, k, rng):
    n = x.shape[1]
    start = rng.integers(n, size=(len(x), 1))
    mask = (np.arange(n) - start) % n < k
    return x * mask * (n / k if k else 0), mask
