"""Hands back the mask, too."""

TOLD = "Several values came, one was asked for"
LOSES = {"dropout_values": 0.25}


def dropout(x, p, rng, training):
    if not training:
        return x
    mask = rng.random(x.shape) >= p
    return (x * mask / (1 - p) if p < 1 else 0 * x), mask
