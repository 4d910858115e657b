"""Asks for p = 1 before it asks for training."""

TOLD = "Units are dropped at test time"
LOSES = {"spatial_dropout_form": 0.25}


def spatial_dropout(x, p, rng, training):
    if p == 1:
        return np.zeros_like(x)
    if not training:
        return x.copy()
    return x * (rng.random((*x.shape[:2], 1, 1)) >= p) / (1 - p)
