"""Without 1 / (1 - p)."""

TOLD = "The survivors are not scaled"
LOSES = {"normed_dropout_form": 0.25}


def normed_dropout(x, gain, shift, p, rng, training):
    y = gain * (x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True) + shift
    if not training:
        return y
    keep = rng.random(y.shape) >= p
    return y * keep
