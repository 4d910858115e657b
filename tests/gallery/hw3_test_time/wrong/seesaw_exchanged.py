"""The factors of the halves are exchanged."""

TOLD = "The factors of the halves are exchanged"
LOSES = {"seesaw_dropout_values": 0.5}


def seesaw_dropout(x, p, rng, training):
    if not training:
        return x
    keep = rng.random((len(x), x.shape[1] // 2)) >= p
    return x * np.concatenate([keep / p, ~keep / (1 - p)], axis=1)
