"""Scales at test time."""

TOLD = "The output is scaled at test time"
LOSES = {"key_dropout_form": 0.25}


def key_dropout(weights, p, rng, training):
    if not training:
        return weights * (1 - p)
    keep = rng.random((len(weights), 1, 1, weights.shape[3])) >= p
    return weights * keep / (1 - p) if p < 1 else np.zeros(weights.shape)
