"""numpy's global generator."""

TOLD = "The mask comes from a generator of its own"
LOSES = {"channels_last_dropout_form": 0.25}


def channels_last_dropout(x, p, rng, training):
    if not training:
        return x.copy()
    keep = np.random.random_sample((len(x), 1, 1, x.shape[3])) >= p
    return x * keep / (1 - p) if p < 1 else np.zeros(x.shape)
