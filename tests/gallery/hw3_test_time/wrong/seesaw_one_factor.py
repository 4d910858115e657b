"""Partners are opposite, and scaled alike."""

TOLD = "Both halves have one factor"
LOSES = {"seesaw_dropout_values": 0.5}


def seesaw_dropout(x, p, rng, training):
    if not training:
        return x
    keep = rng.random((len(x), x.shape[1] // 2)) >= p
    return x * np.concatenate([keep, ~keep], axis=1) / (1 - p)
