"""numpy's global generator."""

TOLD = "The mask comes from a generator of its own"
LOSES = {"spatial_dropout_form": 0.25}


def spatial_dropout(x, p, rng, training):
    if not training:
        return x.copy()
    keep = np.random.random_sample((*x.shape[:2], 1, 1)) >= p
    return x * keep / (1 - p) if p < 1 else np.zeros(x.shape)
