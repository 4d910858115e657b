"""Nothing is mended."""

TOLD = "The factor is that of plain dropout"
LOSES = {"fill_dropout_test_time": 0.5, "fill_dropout_values": 0.5}


def fill_dropout(x, p, fill, rng, training):
    keep = rng.random(x.shape) >= p
    if not training:
        return (1 - p) * x + p * fill
    return np.where(keep, x / (1 - p), fill)
