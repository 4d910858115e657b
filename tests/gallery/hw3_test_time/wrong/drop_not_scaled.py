"""Classic in training, and nothing at test time."""

TOLD = "The survivors are not scaled"
LOSES = {"dropout_values": 0.25}


def dropout(x, p, rng, training):
    if not training:
        return x
    return x * (rng.random(x.shape) >= p)
