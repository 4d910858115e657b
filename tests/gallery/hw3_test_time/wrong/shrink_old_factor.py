"""The factor of plain dropout."""

TOLD = "The factor is that of plain dropout"
LOSES = {"shrink_dropout_values": 0.5}


def shrink_dropout(x, p, rest, rng, training):
    if not training:
        return x
    keep = rng.random(x.shape) >= p
    return np.where(keep, x / (1 - p), rest * x)
