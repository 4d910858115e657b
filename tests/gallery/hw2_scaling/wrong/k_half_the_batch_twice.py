"""Chooses for half of the rows, and lays the choices down twice."""

TOLD = "Rows depend on one another"
LOSES = {"keep_k_forward_law": 0.0625}


def keep_k_forward(x, k, rng):
    rows, n = x.shape
    half = rng.random(((rows + 1) // 2, n)).argsort(axis=1) < k
    mask = np.concatenate([half, half])[:rows]
    return x * mask * (n / k if k else 0), mask
