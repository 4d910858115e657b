"""Takes p for the keep probability everywhere, as the paper does."""

TOLD = "The survivors are divided by p"
LOSES = {"inverted_forward_scale": 1.5, "inverted_forward_call": 0.25, "inverted_forward_law": 0.5}


def inverted_forward(x, p, rng):
    mask = rng.random(x.shape) < p
    if p == 0:
        return np.zeros_like(x), mask
    return x * mask / p, mask
