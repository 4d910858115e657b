"""Hits exactly a share of p."""

TOLD = "Exactly k entries are dropped"
LOSES = {"seesaw_dropout_law": 0.25}


def seesaw_dropout(x, p, rng, training):
    if not training:
        return x
    order = rng.random((len(x), x.shape[1] // 2)).argsort(axis=1).argsort(axis=1)
    keep = order >= p * (x.shape[1] // 2)
    return x * np.concatenate([keep / (1 - p), ~keep / p], axis=1)
