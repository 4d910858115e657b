"""Without 1 / (1 - p)."""

TOLD = "The survivors are not scaled"
LOSES = {"gated_unit_form": 0.25}


def gated_unit(x, w, v, p, rng, training):
    y = (x @ w) / (1 + np.exp(-(x @ v)))
    if not training:
        return y
    keep = rng.random(y.shape) >= p
    return y * keep
