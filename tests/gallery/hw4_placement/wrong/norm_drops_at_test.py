"""Does not look at `training`."""

TOLD = "Units are dropped at test time"
LOSES = {"normed_dropout_form": 0.25}


def normed_dropout(x, gain, shift, p, rng, training):
    y = gain * (x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True) + shift
    keep = rng.random(y.shape) >= p
    return y * keep / (1 - p) if p < 1 else np.zeros(y.shape)
