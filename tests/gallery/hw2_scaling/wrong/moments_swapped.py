"""p and 1 - p swapped."""

TOLD = "p and 1 - p are swapped in the variance"
LOSES = {"moments_variance": 1.0}


def moments(x, p):
    if p == 0:
        return x, 0 * x
    return x, (1 - p) / p * x**2
