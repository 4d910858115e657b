"""Draws the dropped ones, and some of them twice."""

TOLD = "Units are drawn with replacement"
LOSES = {"keep_k_forward_values": 0.75, "keep_k_forward_law": 0.1875}


def keep_k_forward(x, k, rng):
    mask = np.ones(x.shape)
    n = x.shape[1]
    for row in mask:
        row[rng.integers(0, n, n - k)] = 0
    return x * mask * (n / k if k else 0), mask
