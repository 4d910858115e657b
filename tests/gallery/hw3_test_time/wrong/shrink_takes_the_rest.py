"""Takes `rest` away instead of leaving it."""

TOLD = "A unit that is hit has the wrong value"
LOSES = {"shrink_dropout_values": 0.5}


def shrink_dropout(x, p, rest, rng, training):
    if not training:
        return x
    keep = rng.random(x.shape) >= p
    return np.where(keep, x * (1 - p * (1 - rest)) / (1 - p), x - rest * x)
