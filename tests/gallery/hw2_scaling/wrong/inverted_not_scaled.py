"""The classic form."""

TOLD = "The survivors are not scaled"
LOSES = {"inverted_forward_scale": 1.5}


def inverted_forward(x, p, rng):
    mask = rng.random(x.shape) >= p
    return x * mask, mask
