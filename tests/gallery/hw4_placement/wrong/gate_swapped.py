"""Keeps with probability p."""

TOLD = "Keep and drop are swapped"
LOSES = {"gated_unit_coins": 0.5}


def gated_unit(x, w, v, p, rng, training):
    y = (x @ w) / (1 + np.exp(-(x @ v)))
    if not training:
        return y
    keep = rng.random(y.shape) < p
    return y * keep / (1 - p) if p < 1 else np.zeros(y.shape)
