"""A fixed seed inside."""

TOLD = "The same mask at every call"
LOSES = {"spatial_dropout_form": 0.25, "spatial_dropout_coins": 0.25}


def spatial_dropout(x, p, rng, training):
    if not training:
        return x.copy()
    keep = np.random.default_rng(42).random((*x.shape[:2], 1, 1)) >= p
    return x * keep / (1 - p) if p < 1 else np.zeros(x.shape)
