"""Forgets the ReLU."""

TOLD = "That is not x plus a dropped branch"
LOSES = {"residual_block_form": 0.75, "residual_block_coins": 1}


def residual_block(x, w1, b1, w2, p, rng, training):
    branch = (x @ w1 + b1) @ w2
    if not training:
        return x + branch
    keep = rng.random(branch.shape) >= p
    return x + (branch * keep / (1 - p) if p < 1 else 0)
