"""Multiplies by 1 - p."""

TOLD = "The survivors are multiplied by 1 - p"
LOSES = {"residual_block_form": 0.25}


def residual_block(x, w1, b1, w2, p, rng, training):
    branch = np.maximum(x @ w1 + b1, 0) @ w2
    if not training:
        return x + branch
    keep = rng.random(branch.shape) >= p
    return x + branch * keep * (1 - p)
