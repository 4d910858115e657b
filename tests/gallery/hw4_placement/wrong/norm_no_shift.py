"""Forgets the shift."""

TOLD = "That is not a dropped layer norm"
LOSES = {"normed_dropout_form": 0.75, "normed_dropout_coins": 1}


def normed_dropout(x, gain, shift, p, rng, training):
    y = gain * (x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True)
    if not training:
        return y
    keep = rng.random(y.shape) >= p
    return y * keep / (1 - p) if p < 1 else np.zeros(y.shape)
