"""The variance of m, not of m x."""

TOLD = "The variance is that of the multiplier alone"
LOSES = {"moments_variance": 1.0}


def moments(x, p):
    return x, np.full(x.shape, p / (1 - p))
