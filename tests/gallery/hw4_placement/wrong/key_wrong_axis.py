"""Draws for another axis."""

TOLD = "The wrong axes share a draw"
LOSES = {"key_dropout_form": 0.5, "key_dropout_coins": 0.75}


def key_dropout(weights, p, rng, training):
    if not training:
        return weights.copy()
    keep = rng.random((*weights.shape[:2], 1, 1)) >= p
    return weights * keep / (1 - p) if p < 1 else np.zeros(weights.shape)
