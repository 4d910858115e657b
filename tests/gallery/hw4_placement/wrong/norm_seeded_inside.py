"""A fixed seed inside."""

TOLD = "The same mask at every call"
LOSES = {"normed_dropout_form": 0.25, "normed_dropout_coins": 0.25}


def normed_dropout(x, gain, shift, p, rng, training):
    y = gain * (x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True) + shift
    if not training:
        return y
    keep = np.random.default_rng(7).random(y.shape) >= p
    return y * keep / (1 - p) if p < 1 else np.zeros(y.shape)
