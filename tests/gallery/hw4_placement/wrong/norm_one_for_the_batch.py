"""All examples share the draws."""

TOLD = "One mask for the whole batch"
LOSES = {"normed_dropout_coins": 0.25}


def normed_dropout(x, gain, shift, p, rng, training):
    y = gain * (x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True) + shift
    if not training:
        return y
    keep = rng.random(y.shape[1]) >= p
    return y * keep / (1 - p) if p < 1 else np.zeros(y.shape)
