"""Writes into the caller"s x."""

TOLD = "An argument was changed"
LOSES = {"seesaw_dropout_test_time": 0.5}


def seesaw_dropout(x, p, rng, training):
    if not training:
        return x
    keep = rng.random((len(x), x.shape[1] // 2)) >= p
    x *= np.concatenate([keep / (1 - p), ~keep / p], axis=1)
    return x
