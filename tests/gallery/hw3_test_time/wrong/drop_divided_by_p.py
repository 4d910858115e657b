"""Takes p for the probability to keep, when scaling."""

TOLD = "The survivors are divided by p"
LOSES = {"dropout_values": 0.25}


def dropout(x, p, rng, training):
    if not training or p == 0:
        return x
    return x * (rng.random(x.shape) >= p) / p
