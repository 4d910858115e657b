"""Draws for another axis."""

TOLD = "The wrong axes share a draw"
LOSES = {"channels_last_dropout_form": 0.5, "channels_last_dropout_coins": 0.75}


def channels_last_dropout(x, p, rng, training):
    if not training:
        return x.copy()
    keep = rng.random((*x.shape[:2], 1, 1)) >= p
    return x * keep / (1 - p) if p < 1 else np.zeros(x.shape)
