"""Puts the mean of x where an entry is dropped."""

TOLD = "Dropped entries are not 0"
LOSES = {
    "classic_forward_scale": 1.0,
    "classic_forward_mask": 0.5,
    "classic_forward_call": 0.25,
    "classic_forward_law": 1.0,
}


def classic_forward(x, p, rng):
    mask = rng.random(x.shape) >= p
    return np.where(mask, x, x.mean()), mask
