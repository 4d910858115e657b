"""Writes into its input."""

TOLD = "The input was changed"
LOSES = {"channels_last_dropout_form": 0.25}


def channels_last_dropout(x, p, rng, training):
    if not training:
        return x.copy()
    keep = rng.random((len(x), 1, 1, x.shape[3])) >= p
    x *= keep / (1 - p) if p < 1 else 0
    return x
