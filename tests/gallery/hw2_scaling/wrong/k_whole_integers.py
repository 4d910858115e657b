"""A scale in whole numbers."""

TOLD = "The survivors have the wrong size"
LOSES = {"keep_k_forward_values": 0.75, "keep_k_forward_law": 0.0625}


def keep_k_forward(x, k, rng):
    n = x.shape[1]
    mask = rng.random(x.shape).argsort(axis=1) < k
    return x * mask * (n // k if k else 0), mask
