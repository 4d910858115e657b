"""Drops what the gate reads."""

TOLD = "Dropout acts inside the gate"
LOSES = {"gated_unit_form": 0.5, "gated_unit_coins": 1}


def gated_unit(x, w, v, p, rng, training):
    y = (x @ w) / (1 + np.exp(-(x @ v)))
    if not training:
        return y
    keep = rng.random(y.shape) >= p
    inside = (x @ v) * keep / (1 - p) if p < 1 else 0 * y
    return (x @ w) / (1 + np.exp(-inside))
