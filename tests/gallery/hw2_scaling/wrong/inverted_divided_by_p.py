"""Takes p for the keep probability, in the scale only."""

TOLD = "The survivors are divided by p"
LOSES = {"inverted_forward_scale": 1.5}


def inverted_forward(x, p, rng):
    mask = rng.random(x.shape) >= p
    if p == 0:
        return x.copy(), mask
    return x * mask / p, mask
