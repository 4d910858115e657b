"""Scales at test time."""

TOLD = "The output is scaled at test time"
LOSES = {"channels_last_dropout_form": 0.25}


def channels_last_dropout(x, p, rng, training):
    if not training:
        return x * (1 - p)
    keep = rng.random((len(x), 1, 1, x.shape[3])) >= p
    return x * keep / (1 - p) if p < 1 else np.zeros(x.shape)
