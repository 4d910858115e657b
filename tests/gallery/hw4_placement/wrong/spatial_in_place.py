"""Writes into its input."""

TOLD = "The input was changed"
LOSES = {"spatial_dropout_form": 0.25}


def spatial_dropout(x, p, rng, training):
    if not training:
        return x.copy()
    keep = rng.random((*x.shape[:2], 1, 1)) >= p
    x *= keep / (1 - p) if p < 1 else 0
    return x
