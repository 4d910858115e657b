"""Does not look at `training`."""

TOLD = "Units are dropped at test time"
LOSES = {"key_dropout_form": 0.25}


def key_dropout(weights, p, rng, training):
    keep = rng.random((len(weights), 1, 1, weights.shape[3])) >= p
    return weights * keep / (1 - p) if p < 1 else np.zeros(weights.shape)
