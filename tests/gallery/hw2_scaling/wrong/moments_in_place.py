"""Squares the caller's array."""

TOLD = "The input was changed"
LOSES = {"moments_mean": 0.5}


def moments(x, p):
    mean = x.copy()
    x *= x
    return mean, x * p / (1 - p)
