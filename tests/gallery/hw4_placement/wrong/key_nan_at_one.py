"""Divides by 1 - p at p = 1."""

TOLD = "The answer holds NaN or infinity"
LOSES = {"key_dropout_coins": 0.25}


def key_dropout(weights, p, rng, training):
    if not training:
        return weights.copy()
    keep = rng.random((len(weights), 1, 1, weights.shape[3])) >= p
    return weights * keep / np.float64(1 - p)
