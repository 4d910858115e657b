"""A fixed seed inside."""

TOLD = "The same mask at every call"
LOSES = {"key_dropout_form": 0.25, "key_dropout_coins": 0.25}


def key_dropout(weights, p, rng, training):
    if not training:
        return weights.copy()
    keep = np.random.default_rng(42).random((len(weights), 1, 1, weights.shape[3])) >= p
    return weights * keep / (1 - p) if p < 1 else np.zeros(weights.shape)
