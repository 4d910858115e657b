"""The test pass pays again."""

TOLD = "The output is scaled at test time"
LOSES = {"seesaw_dropout_test_time": 0.5}


def seesaw_dropout(x, p, rng, training):
    if not training:
        return x * (1 - p)
    keep = rng.random((len(x), x.shape[1] // 2)) >= p
    return x * np.concatenate([keep / (1 - p), ~keep / p], axis=1)
