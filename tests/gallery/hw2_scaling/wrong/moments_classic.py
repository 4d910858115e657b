"""Those of the classic form."""

TOLD = "The mean is that of the classic form"
LOSES = {"moments_mean": 0.5, "moments_variance": 1.0}


def moments(x, p):
    return (1 - p) * x, p * (1 - p) * x**2
