"""On the seesaw at test time, too."""

TOLD = "Units are hit at test time"
LOSES = {"seesaw_dropout_test_time": 0.5}


def seesaw_dropout(x, p, rng, training):
    keep = rng.random((len(x), x.shape[1] // 2)) >= p
    return x * np.concatenate([keep / (1 - p), ~keep / p], axis=1)
