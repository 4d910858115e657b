"""One draw, but scaled for both factors."""

TOLD = "The survivors are scaled twice"
LOSES = {"gated_unit_form": 0.25}


def gated_unit(x, w, v, p, rng, training):
    y = (x @ w) / (1 + np.exp(-(x @ v)))
    if not training:
        return y
    keep = rng.random(y.shape) >= p
    return y * keep / (1 - p) ** 2 if p < 1 else np.zeros(y.shape)
