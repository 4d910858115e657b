"""Drops k, and scales for n - k."""

TOLD = "k units are dropped, not kept"
LOSES = {"keep_k_forward_values": 1.5, "keep_k_forward_law": 0.25}


def keep_k_forward(x, k, rng):
    n = x.shape[1]
    mask = rng.random(x.shape).argsort(axis=1) >= k
    return x * mask * (n / (n - k) if k < n else 0), mask
