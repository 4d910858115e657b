"""Keeps the k largest activations: nothing is drawn."""

TOLD = "The same mask at every call"
LOSES = {"keep_k_forward_law": 0.125}


def keep_k_forward(x, k, rng):
    n = x.shape[1]
    mask = (-x).argsort(axis=1).argsort(axis=1) < k
    return x * mask * (n / k if k else 0), mask
