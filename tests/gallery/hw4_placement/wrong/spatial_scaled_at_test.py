"""Scales at test time."""

TOLD = "The output is scaled at test time"
LOSES = {"spatial_dropout_form": 0.25}


def spatial_dropout(x, p, rng, training):
    if not training:
        return x * (1 - p)
    keep = rng.random((*x.shape[:2], 1, 1)) >= p
    return x * keep / (1 - p) if p < 1 else np.zeros(x.shape)
