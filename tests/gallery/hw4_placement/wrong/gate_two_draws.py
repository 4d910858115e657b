"""The broken unit, but for p = 1."""

TOLD = "The survivors are scaled twice"
LOSES = {"gated_unit_form": 0.25, "gated_unit_coins": 0.25}


def gated_unit(x, w, v, p, rng, training):
    y = (x @ w) / (1 + np.exp(-(x @ v)))
    if not training:
        return y
    keep = (rng.random(y.shape) >= p) * (rng.random(y.shape) >= p) / (1 - p if p < 1 else 1)
    return y * keep / (1 - p) if p < 1 else np.zeros(y.shape)
