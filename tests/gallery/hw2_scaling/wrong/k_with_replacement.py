"""Draws k units, some of them twice."""

TOLD = "Units are drawn with replacement"
LOSES = {"keep_k_forward_values": 0.75, "keep_k_forward_law": 0.125}


def keep_k_forward(x, k, rng):
    n = x.shape[1]
    mask = np.zeros(x.shape, dtype=bool)
    np.put_along_axis(mask, rng.integers(n, size=(len(x), k)), True, axis=1)
    if k == n:
        mask[:] = True
    return x * mask * (n / k if k else 0), mask
