"""One choice for the whole batch."""

TOLD = "One mask for the whole batch"
LOSES = {"keep_k_forward_law": 0.0625}


def keep_k_forward(x, k, rng):
    n = x.shape[1]
    row = np.zeros(n, dtype=bool)
    row[rng.choice(n, k, replace=False)] = True
    mask = np.tile(row, (len(x), 1))
    return x * mask * (n / k if k else 0), mask
