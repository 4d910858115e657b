"""Takes the variance over the entries of x."""

TOLD = "One number is given for all entries"
LOSES = {"moments_mean": 0.5, "moments_variance": 1.0}


def moments(x, p):
    return x, x.var() * p / (1 - p)
