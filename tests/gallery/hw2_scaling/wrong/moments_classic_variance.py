"""The mean of one form, the variance of the other."""

TOLD = "The variance is that of the classic form"
LOSES = {"moments_variance": 1.0}


def moments(x, p):
    return x, p * (1 - p) * x**2
