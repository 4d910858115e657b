"""Each head hides keys of its own."""

TOLD = "The wrong axes share a draw"
LOSES = {"key_dropout_form": 0.5, "key_dropout_coins": 0.75}


def key_dropout(weights, p, rng, training):
    if not training:
        return weights.copy()
    batch, heads, _, keys = weights.shape
    keep = rng.random((batch, heads, 1, keys)) >= p
    return weights * keep / (1 - p) if p < 1 else np.zeros(weights.shape)
