"""E[y^2], without taking the mean's square off."""

TOLD = "That is the second moment"
LOSES = {"moments_variance": 1.0}


def moments(x, p):
    return x, x**2 / (1 - p)
