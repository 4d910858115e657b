"""Divides by k where k is 0."""

TOLD = "The answer holds NaN or infinity"
LOSES = {"keep_k_forward_law": 0.0625}


def keep_k_forward(x, k, rng):
    n = x.shape[1]
    mask = rng.random(x.shape).argsort(axis=1) < k
    return x * mask * np.float64(n) / k, mask
