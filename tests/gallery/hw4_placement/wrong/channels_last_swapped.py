"""Keeps with probability p."""

TOLD = "Keep and drop are swapped"
LOSES = {"channels_last_dropout_coins": 0.5}


def channels_last_dropout(x, p, rng, training):
    if not training:
        return x.copy()
    keep = rng.random((len(x), 1, 1, x.shape[3])) < p
    return x * keep / (1 - p) if p < 1 else np.zeros(x.shape)
