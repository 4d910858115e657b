"""numpy's global generator."""

TOLD = "The mask comes from a generator of its own"
LOSES = {"key_dropout_form": 0.25}


def key_dropout(weights, p, rng, training):
    if not training:
        return weights.copy()
    keep = np.random.random_sample((len(weights), 1, 1, weights.shape[3])) >= p
    return weights * keep / (1 - p) if p < 1 else np.zeros(weights.shape)
