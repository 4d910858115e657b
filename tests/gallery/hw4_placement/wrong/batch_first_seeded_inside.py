"""A fixed seed inside."""

TOLD = "The same mask at every call"
LOSES = {"batch_first_dropout_form": 0.25, "batch_first_dropout_coins": 0.25}


def batch_first_dropout(x, p, rng, training):
    if not training:
        return x.copy()
    keep = np.random.default_rng(42).random((len(x), 1, x.shape[2])) >= p
    return x * keep / (1 - p) if p < 1 else np.zeros(x.shape)
