"""Divides by p."""

TOLD = "The survivors are divided by p"
LOSES = {"gated_unit_form": 0.25}


def gated_unit(x, w, v, p, rng, training):
    y = (x @ w) / (1 + np.exp(-(x @ v)))
    if not training:
        return y
    keep = rng.random(y.shape) >= p
    return y * keep / p if p > 0 else y
