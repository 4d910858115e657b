"""Adds p x to everything, so that the mean is right."""

TOLD = "Dropped entries are not 0"
LOSES = {
    "inverted_forward_scale": 1.5,
    "inverted_forward_mask": 0.5,
    "inverted_forward_call": 0.5,
    "inverted_forward_law": 1.0,
}


def inverted_forward(x, p, rng):
    mask = rng.random(x.shape) >= p
    return x * mask + p * x, mask
