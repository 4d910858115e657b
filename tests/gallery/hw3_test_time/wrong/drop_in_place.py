"""Writes into the caller"s x."""

TOLD = "The input was changed"
LOSES = {"dropout_values": 0.25}


def dropout(x, p, rng, training):
    if training:
        x[rng.random(x.shape) < p] = 0
        if p < 1:
            x /= 1 - p
    return x
