"""Keeps those whose place is at most k."""

TOLD = "A row does not keep k units"
LOSES = {"keep_k_forward_values": 0.75, "keep_k_forward_law": 0.1875}


def keep_k_forward(x, k, rng):
    n = x.shape[1]
    order = rng.random(x.shape).argsort(axis=1)
    mask = order <= k
    return x * mask * (n / k if k else 0), mask
