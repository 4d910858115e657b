"""Keeps with probability p."""

TOLD = "Keep and drop are swapped"
LOSES = {"batch_first_dropout_coins": 0.5}


def batch_first_dropout(x, p, rng, training):
    if not training:
        return x.copy()
    keep = rng.random((len(x), 1, x.shape[2])) < p
    return x * keep / (1 - p) if p < 1 else np.zeros(x.shape)
