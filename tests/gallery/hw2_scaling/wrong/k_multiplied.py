"""Multiplies by the share kept."""

TOLD = "The survivors are multiplied by k / n"
LOSES = {"keep_k_forward_values": 0.75, "keep_k_forward_law": 0.0625}


def keep_k_forward(x, k, rng):
    mask = rng.random(x.shape).argsort(axis=1) < k
    return x * mask * k / x.shape[1], mask
