"""Does not look at `training`."""

TOLD = "Units are dropped at test time"
LOSES = {"batch_first_dropout_form": 0.25}


def batch_first_dropout(x, p, rng, training):
    keep = rng.random((len(x), 1, x.shape[2])) >= p
    return x * keep / (1 - p) if p < 1 else np.zeros(x.shape)
