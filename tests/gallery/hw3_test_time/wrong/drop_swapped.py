"""Keeps a unit with probability p."""

TOLD = "Keep and drop are swapped"
LOSES = {"dropout_values": 0.25, "dropout_law": 0.25}


def dropout(x, p, rng, training):
    if not training:
        return x
    if p == 1:
        return x
    return x * (rng.random(x.shape) < p) / (1 - p)
