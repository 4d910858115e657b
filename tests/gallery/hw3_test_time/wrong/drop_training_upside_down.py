"""Drops at test time and not in training."""

TOLD = "Training and test time are swapped"
LOSES = {"dropout_values": 0.75, "dropout_law": 0.75}


def dropout(x, p, rng, training):
    if training:
        return x
    return x * (rng.random(x.shape) >= p) / (1 - p) if p < 1 else x * 0
