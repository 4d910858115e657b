"""The standard deviation."""

TOLD = "That is the standard deviation"
LOSES = {"moments_variance": 1.0}


def moments(x, p):
    return x, np.sqrt(p / (1 - p)) * np.abs(x)
