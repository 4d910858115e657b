"""Asks for p = 1 before it asks for training."""

TOLD = "Units are dropped at test time"
LOSES = {"gated_unit_form": 0.25}


def gated_unit(x, w, v, p, rng, training):
    y = (x @ w) / (1 + np.exp(-(x @ v)))
    if p == 1:
        return np.zeros(y.shape)
    return y * (rng.random(y.shape) >= p) / (1 - p) if training else y
