"""Drops before gain and shift."""

TOLD = "Dropout acts before gain and shift"
LOSES = {"normed_dropout_form": 0.5, "normed_dropout_coins": 1}


def normed_dropout(x, gain, shift, p, rng, training):
    y = gain * (x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True) + shift
    if not training:
        return y
    keep = rng.random(y.shape) >= p
    dropped = (y - shift) / gain * keep / (1 - p) if p < 1 else 0
    return gain * dropped + shift
