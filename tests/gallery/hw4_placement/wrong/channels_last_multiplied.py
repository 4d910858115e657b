"""Multiplies by 1 - p."""

TOLD = "The survivors are multiplied by 1 - p"
LOSES = {"channels_last_dropout_form": 0.25}


def channels_last_dropout(x, p, rng, training):
    if not training:
        return x.copy()
    keep = rng.random((len(x), 1, 1, x.shape[3])) >= p
    return x * keep * (1 - p)
