"""Keeps k for each row on average, over the whole array."""

TOLD = "The number kept is left to chance"
LOSES = {"keep_k_forward_values": 0.75, "keep_k_forward_law": 0.125}


def keep_k_forward(x, k, rng):
    n = x.shape[1]
    flat = np.zeros(x.size, dtype=bool)
    flat[: k * len(x)] = True
    mask = rng.permutation(flat).reshape(x.shape)
    return x * mask * (n / k if k else 0), mask
