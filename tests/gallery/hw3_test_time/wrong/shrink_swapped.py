"""Spares a unit with probability p."""

TOLD = "Keep and drop are swapped"
LOSES = {"shrink_dropout_values": 0.5, "shrink_dropout_law": 0.25}


def shrink_dropout(x, p, rest, rng, training):
    if not training:
        return x
    keep = rng.random(x.shape) < p
    return np.where(keep, x * (1 - p * rest) / (1 - p), rest * x)
