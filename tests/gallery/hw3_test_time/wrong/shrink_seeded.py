"""A seed inside."""

TOLD = "The same mask at every call"
LOSES = {"shrink_dropout_law": 0.25}


def shrink_dropout(x, p, rest, rng, training):
    if not training:
        return x
    keep = np.random.default_rng(3).random(x.shape) >= p
    return np.where(keep, x * (1 - p * rest) / (1 - p), rest * x)
