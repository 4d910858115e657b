"""Draws from numpy's global generator."""

TOLD = "The mask comes from a generator of its own"
LOSES = {"keep_k_forward_law": 0.0625}


def keep_k_forward(x, k, rng):
    n = x.shape[1]
    mask = np.random.random(x.shape).argsort(axis=1) < k
    return x * mask * (n / k if k else 0), mask
