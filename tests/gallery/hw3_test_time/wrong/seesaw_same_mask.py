"""Partners share one mask, each with its own factor."""

TOLD = "Partners share one fate"
LOSES = {"seesaw_dropout_values": 0.5}


def seesaw_dropout(x, p, rng, training):
    if not training:
        return x
    keep = rng.random((len(x), x.shape[1] // 2)) >= p
    return x * np.concatenate([keep / (1 - p), keep / p], axis=1)
