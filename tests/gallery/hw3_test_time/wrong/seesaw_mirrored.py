"""The partners are mirrored: the first unit"s is the last."""

TOLD = "Partners are not opposite"
LOSES = {"seesaw_dropout_values": 0.5}


def seesaw_dropout(x, p, rng, training):
    if not training:
        return x
    keep = rng.random((len(x), x.shape[1] // 2)) >= p
    return x * np.concatenate([keep / (1 - p), ~keep[:, ::-1] / p], axis=1)
