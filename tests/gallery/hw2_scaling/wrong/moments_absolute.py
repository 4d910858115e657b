"""Takes the size of x for its square."""

TOLD = "x is not squared"
LOSES = {"moments_variance": 1.0}


def moments(x, p):
    return x, p / (1 - p) * abs(x)
