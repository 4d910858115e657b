"""One mask for all examples."""

TOLD = "One mask for the whole batch"
LOSES = {"shrink_dropout_law": 0.25}


def shrink_dropout(x, p, rest, rng, training):
    if not training:
        return x
    keep = rng.random(x.shape[1]) >= p
    return np.where(keep, x * (1 - p * rest) / (1 - p), rest * x)
