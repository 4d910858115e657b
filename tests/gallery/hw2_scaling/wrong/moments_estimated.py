"""Draws a thousand times and looks."""

TOLD = "The moments are estimated"
LOSES = {"moments_mean": 0.5, "moments_variance": 1.0}


def moments(x, p):
    masks = np.random.random((1000, *x.shape)) >= p
    y = x * masks / (1 - p)
    return y.mean(axis=0), y.var(axis=0)
