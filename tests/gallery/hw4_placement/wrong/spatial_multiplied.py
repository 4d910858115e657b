"""Multiplies by 1 - p."""

TOLD = "The survivors are multiplied by 1 - p"
LOSES = {"spatial_dropout_form": 0.25}


def spatial_dropout(x, p, rng, training):
    if not training:
        return x.copy()
    keep = rng.random((*x.shape[:2], 1, 1)) >= p
    return x * keep * (1 - p)
