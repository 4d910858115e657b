"""Hands back where it dropped."""

TOLD = "The mask says what was dropped"
LOSES = {"classic_forward_mask": 0.5, "classic_forward_call": 0.125}


def classic_forward(x, p, rng):
    dropped = rng.random(x.shape) < p
    return np.where(dropped, 0, x), dropped
