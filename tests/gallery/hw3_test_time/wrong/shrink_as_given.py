"""Nothing is mended."""

TOLD = "The units that are hit are scaled, too"
LOSES = {"shrink_dropout_test_time": 0.5, "shrink_dropout_values": 0.5}


def shrink_dropout(x, p, rest, rng, training):
    keep = rng.random(x.shape) >= p
    if not training:
        return x * (1 - p)
    return np.where(keep, x, rest * x) / (1 - p)
