"""Does not look at `training`."""

TOLD = "Units are dropped at test time"
LOSES = {"spatial_dropout_form": 0.25}


def spatial_dropout(x, p, rng, training):
    keep = rng.random((*x.shape[:2], 1, 1)) >= p
    return x * keep / (1 - p) if p < 1 else np.zeros(x.shape)
