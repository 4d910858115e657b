"""Leaves everything as it is."""

TOLD = "Nothing is dropped in training"
LOSES = {"dropout_values": 0.25, "dropout_law": 0.75}


def dropout(x, p, rng, training):
    return x if p < 1 or not training else 0 * x
