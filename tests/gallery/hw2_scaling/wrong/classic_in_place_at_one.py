"""Writes zeros into the caller's array where p is 1."""

TOLD = "The input was changed"
LOSES = {"classic_forward_call": 0.125}


def classic_forward(x, p, rng):
    if p == 1:
        x[:] = 0
        return x, np.zeros(x.shape, dtype=bool)
    mask = rng.random(x.shape) >= p
    return x * mask, mask
