"""Divides by the share dropped."""

TOLD = "The scale is that of the dropped share"
LOSES = {"keep_k_forward_values": 0.75, "keep_k_forward_law": 0.0625}


def keep_k_forward(x, k, rng):
    n = x.shape[1]
    mask = rng.random(x.shape).argsort(axis=1) < k
    return x * mask * n / (n - k if k < n else n), mask
