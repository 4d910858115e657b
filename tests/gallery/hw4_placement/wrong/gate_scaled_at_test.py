"""Scales at test time."""

TOLD = "The output is scaled at test time"
LOSES = {"gated_unit_form": 0.25}


def gated_unit(x, w, v, p, rng, training):
    y = (x @ w) / (1 + np.exp(-(x @ v)))
    if not training:
        return y * (1 - p)
    keep = rng.random(y.shape) >= p
    return y * keep / (1 - p) if p < 1 else np.zeros(y.shape)
