"""Scales at test time."""

TOLD = "The output is scaled at test time"
LOSES = {"batch_first_dropout_form": 0.25}


def batch_first_dropout(x, p, rng, training):
    if not training:
        return x * (1 - p)
    keep = rng.random((len(x), 1, x.shape[2])) >= p
    return x * keep / (1 - p) if p < 1 else np.zeros(x.shape)
