"""Divides by 1 - p twice."""

TOLD = "The survivors are scaled twice"
LOSES = {"dropout_values": 0.25}


def dropout(x, p, rng, training):
    if not training:
        return x
    return x * (rng.random(x.shape) >= p) / (1 - p) ** 2 if p < 1 else 0 * x
