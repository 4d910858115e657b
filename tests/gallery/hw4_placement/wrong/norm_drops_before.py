"""The broken layer, but for p = 1."""

TOLD = "The norm sees dropped units"
LOSES = {"normed_dropout_form": 0.5, "normed_dropout_coins": 1}


def normed_dropout(x, gain, shift, p, rng, training):
    if training and p < 1:
        x = x * (rng.random(x.shape) >= p) / (1 - p)
    y = gain * (x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True) + shift
    return y
