"""A draw for every entry."""

TOLD = "A map is dropped in parts"
LOSES = {"channels_last_dropout_form": 0.5, "channels_last_dropout_coins": 0.75}


def channels_last_dropout(x, p, rng, training):
    if not training:
        return x.copy()
    keep = rng.random(x.shape) >= p
    return x * keep / (1 - p) if p < 1 else np.zeros(x.shape)
