"""The variance before the mean."""

TOLD = "The pair is the other way round"
LOSES = {"moments_mean": 0.5, "moments_variance": 1.0}


def moments(x, p):
    return p / (1 - p) * x**2, x.copy()
