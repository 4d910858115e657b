"""Multiplies by 1 - p."""

TOLD = "The survivors are multiplied by 1 - p"
LOSES = {"key_dropout_form": 0.25}


def key_dropout(weights, p, rng, training):
    if not training:
        return weights.copy()
    keep = rng.random((len(weights), 1, 1, weights.shape[3])) >= p
    return weights * keep * (1 - p)
