"""Writes into its input."""

TOLD = "The input was changed"
LOSES = {"key_dropout_form": 0.25}


def key_dropout(weights, p, rng, training):
    if not training:
        return weights.copy()
    keep = rng.random((len(weights), 1, 1, weights.shape[3])) >= p
    weights *= keep / (1 - p) if p < 1 else 0
    return weights
