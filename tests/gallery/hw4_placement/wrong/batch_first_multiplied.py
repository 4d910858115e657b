"""Multiplies by 1 - p."""

TOLD = "The survivors are multiplied by 1 - p"
LOSES = {"batch_first_dropout_form": 0.25}


def batch_first_dropout(x, p, rng, training):
    if not training:
        return x.copy()
    keep = rng.random((len(x), 1, x.shape[2])) >= p
    return x * keep * (1 - p)
