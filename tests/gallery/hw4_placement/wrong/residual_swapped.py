"""Keeps with probability p."""

TOLD = "Keep and drop are swapped"
LOSES = {"residual_block_coins": 0.5}


def residual_block(x, w1, b1, w2, p, rng, training):
    branch = np.maximum(x @ w1 + b1, 0) @ w2
    if not training:
        return x + branch
    keep = rng.random(branch.shape) < p
    return x + (branch * keep / (1 - p) if p < 1 else 0)
