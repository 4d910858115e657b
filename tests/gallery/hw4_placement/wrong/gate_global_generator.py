"""numpy's global generator."""

TOLD = "The mask comes from a generator of its own"
LOSES = {"gated_unit_form": 0.25}


def gated_unit(x, w, v, p, rng, training):
    y = (x @ w) / (1 + np.exp(-(x @ v)))
    if not training:
        return y
    keep = np.random.random_sample(y.shape) >= p
    return y * keep / (1 - p) if p < 1 else np.zeros(y.shape)
