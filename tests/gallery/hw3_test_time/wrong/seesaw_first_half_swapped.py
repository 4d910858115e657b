"""The first half is spared with probability p."""

TOLD = "Keep and drop are swapped"
LOSES = {"seesaw_dropout_law": 0.25}


def seesaw_dropout(x, p, rng, training):
    if not training:
        return x
    keep = rng.random((len(x), x.shape[1] // 2)) < p
    return x * np.concatenate([keep / (1 - p), ~keep / p], axis=1)
