"""The mean is right, but the units that are hit are scaled as well."""

TOLD = "The units that are hit are scaled, too"
LOSES = {"shrink_dropout_values": 0.5}


def shrink_dropout(x, p, rest, rng, training):
    if not training:
        return x
    keep = rng.random(x.shape) >= p
    return np.where(keep, x, rest * x) / (1 - p + p * rest)
