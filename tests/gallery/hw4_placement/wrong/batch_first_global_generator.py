"""numpy's global generator."""

TOLD = "The mask comes from a generator of its own"
LOSES = {"batch_first_dropout_form": 0.25}


def batch_first_dropout(x, p, rng, training):
    if not training:
        return x.copy()
    keep = np.random.random_sample((len(x), 1, x.shape[2])) >= p
    return x * keep / (1 - p) if p < 1 else np.zeros(x.shape)
