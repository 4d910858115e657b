"""The classic form: not scaled in training, scaled at test time."""

TOLD = "The survivors are not scaled"
LOSES = {"dropout_values": 0.5}


def dropout(x, p, rng, training):
    if training:
        return x * (rng.random(x.shape) >= p)
    return x * (1 - p)
