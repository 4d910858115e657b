"""The factor of plain dropout."""

TOLD = "The factor is that of plain dropout"
LOSES = {"fill_dropout_values": 0.5}


def fill_dropout(x, p, fill, rng, training):
    if not training:
        return x
    keep = rng.random(x.shape) >= p
    return np.where(keep, x / (1 - p), fill)
