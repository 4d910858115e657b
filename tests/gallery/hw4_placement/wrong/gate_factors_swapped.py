"""Takes w for the gate."""

TOLD = "That is not a dropped gated unit"
LOSES = {"gated_unit_form": 0.75, "gated_unit_coins": 1}


def gated_unit(x, w, v, p, rng, training):
    y = (x @ v) / (1 + np.exp(-(x @ w)))
    if not training:
        return y
    keep = rng.random(y.shape) >= p
    return y * keep / (1 - p) if p < 1 else np.zeros(y.shape)
