"""Squares the noise's factor, too."""

TOLD = "The variance is wrong"
LOSES = {"moments_variance": 1.0}


def moments(x, p):
    return x, (p / (1 - p) * x) ** 2
