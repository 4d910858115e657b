"""Keeps with probability p."""

TOLD = "Keep and drop are swapped"
LOSES = {"key_dropout_coins": 0.5}


def key_dropout(weights, p, rng, training):
    if not training:
        return weights.copy()
    keep = rng.random((len(weights), 1, 1, weights.shape[3])) < p
    return weights * keep / (1 - p) if p < 1 else np.zeros(weights.shape)
