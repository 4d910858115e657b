"""A draw for every entry."""

TOLD = "A sequence is dropped in parts"
LOSES = {"batch_first_dropout_form": 0.5, "batch_first_dropout_coins": 0.75}


def batch_first_dropout(x, p, rng, training):
    if not training:
        return x.copy()
    keep = rng.random(x.shape) >= p
    return x * keep / (1 - p) if p < 1 else np.zeros(x.shape)
