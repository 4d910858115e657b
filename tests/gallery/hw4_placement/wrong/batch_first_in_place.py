"""Writes into its input."""

TOLD = "The input was changed"
LOSES = {"batch_first_dropout_form": 0.25}


def batch_first_dropout(x, p, rng, training):
    if not training:
        return x.copy()
    keep = rng.random((len(x), 1, x.shape[2])) >= p
    x *= keep / (1 - p) if p < 1 else 0
    return x
