"""An example is kept or dropped as a whole."""

TOLD = "Whole rows are dropped together"
LOSES = {"key_dropout_coins": 0.25}


def key_dropout(weights, p, rng, training):
    if not training:
        return weights.copy()
    keep = rng.random((len(weights), 1, 1, 1)) >= p
    return weights * keep / (1 - p) if p < 1 else np.zeros(weights.shape)
