"""Draws for another axis."""

TOLD = "The wrong axes share a draw"
LOSES = {"spatial_dropout_form": 0.5, "spatial_dropout_coins": 0.75}


def spatial_dropout(x, p, rng, training):
    if not training:
        return x.copy()
    keep = rng.random((len(x), 1, 1, x.shape[3])) >= p
    return x * keep / (1 - p) if p < 1 else np.zeros(x.shape)
