"""The mean of what is kept."""

TOLD = "The mean is that of the survivors alone"
LOSES = {"moments_mean": 0.5, "moments_variance": 0.5}


def moments(x, p):
    return x / (1 - p), p / (1 - p) * x**2
