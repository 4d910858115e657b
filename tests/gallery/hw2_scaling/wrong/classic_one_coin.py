"""Tosses one coin for the whole array."""

TOLD = "The mask is hardly random"
LOSES = {"classic_forward_mask": 0.5, "classic_forward_call": 0.125, "classic_forward_law": 1.0}


def classic_forward(x, p, rng):
    mask = np.full(x.shape, rng.random() >= p)
    return x * mask, mask
