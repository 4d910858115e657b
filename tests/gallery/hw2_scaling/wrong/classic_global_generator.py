"""Draws from numpy's global generator."""

TOLD = "The mask comes from a generator of its own"
LOSES = {"classic_forward_call": 0.125}


def classic_forward(x, p, rng):
    mask = np.random.random(x.shape) >= p
    return x * mask, mask
