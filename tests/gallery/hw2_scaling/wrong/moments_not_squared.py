"""Forgets to square x."""

TOLD = "x is not squared"
LOSES = {"moments_variance": 1.0}


def moments(x, p):
    return x, p / (1 - p) * x
