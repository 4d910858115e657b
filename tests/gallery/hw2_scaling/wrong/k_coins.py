"""Coins that keep k on average."""

TOLD = "The number kept is left to chance"
LOSES = {"keep_k_forward_values": 0.75, "keep_k_forward_law": 0.125}


def keep_k_forward(x, k, rng):
    n = x.shape[1]
    mask = rng.random(x.shape) < k / n
    return x * mask * (n / k if k else 0), mask
