"""Python itself refuses to divide by 1 - p at p = 1."""

TOLD = "Your function raised an error"
LOSES = {"dropout_values": 0.25}


def dropout(x, p, rng, training):
    if not training:
        return x
    return x * (rng.random(x.shape) >= p) * (1 / (1 - p))
