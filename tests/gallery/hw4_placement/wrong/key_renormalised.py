"""Lets the weights that are left sum to what they summed to."""

TOLD = "The survivors have the wrong size"
LOSES = {"key_dropout_form": 0.5, "key_dropout_coins": 0.75}


def key_dropout(weights, p, rng, training):
    if not training:
        return weights.copy()
    keep = rng.random((len(weights), 1, 1, weights.shape[3])) >= p
    left = weights * keep
    total = left.sum(axis=3, keepdims=True)
    return left * weights.sum(axis=3, keepdims=True) / np.where(total == 0, 1, total)
