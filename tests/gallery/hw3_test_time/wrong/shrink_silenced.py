"""Silences the units that are hit."""

TOLD = "A unit that is hit has the wrong value"
LOSES = {"shrink_dropout_values": 0.5}


def shrink_dropout(x, p, rest, rng, training):
    if not training:
        return x
    keep = rng.random(x.shape) >= p
    return x * keep / (1 - p)
