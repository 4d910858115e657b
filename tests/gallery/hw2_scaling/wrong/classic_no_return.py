"""Forgets `return`."""

TOLD = "The answer is not a pair"
LOSES = {
    "classic_forward_scale": 1.0,
    "classic_forward_mask": 0.5,
    "classic_forward_call": 0.375,
    "classic_forward_law": 1.0,
}


def classic_forward(x, p, rng):
    mask = rng.random(x.shape) >= p
    y, mask = x * mask, mask
