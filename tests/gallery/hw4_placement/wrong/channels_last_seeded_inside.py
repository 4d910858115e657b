"""A fixed seed inside."""

TOLD = "The same mask at every call"
LOSES = {"channels_last_dropout_form": 0.25, "channels_last_dropout_coins": 0.25}


def channels_last_dropout(x, p, rng, training):
    if not training:
        return x.copy()
    keep = np.random.default_rng(42).random((len(x), 1, 1, x.shape[3])) >= p
    return x * keep / (1 - p) if p < 1 else np.zeros(x.shape)
