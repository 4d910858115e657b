"""Multiplies by 1 - p where it should divide."""

TOLD = "The survivors are multiplied by 1 - p"
LOSES = {"dropout_values": 0.25}


def dropout(x, p, rng, training):
    if training:
        return x * (rng.random(x.shape) >= p) * (1 - p)
    return x
