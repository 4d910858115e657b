"""A variance of 1 where nothing is dropped."""

TOLD = "The edge cases are wrong"
LOSES = {"moments_variance": 0.5}


def moments(x, p):
    if p == 0:
        return x, np.ones_like(x)
    return x, p / (1 - p) * x**2
