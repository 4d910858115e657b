"""Divides what it filled in as well."""

TOLD = "The units that are hit are scaled, too"
LOSES = {"fill_dropout_values": 0.5}


def fill_dropout(x, p, fill, rng, training):
    if not training:
        return x
    keep = rng.random(x.shape) >= p
    return np.where(keep, x, fill) / (1 - p)
