"""A draw for every entry."""

TOLD = "A key is dropped in parts"
LOSES = {"key_dropout_form": 0.5, "key_dropout_coins": 0.75}


def key_dropout(weights, p, rng, training):
    if not training:
        return weights.copy()
    keep = rng.random(weights.shape) >= p
    return weights * keep / (1 - p) if p < 1 else np.zeros(weights.shape)
