"""Drops the sum."""

TOLD = "The skip connection is dropped"
LOSES = {"residual_block_form": 0.5, "residual_block_coins": 1}


def residual_block(x, w1, b1, w2, p, rng, training):
    branch = np.maximum(x @ w1 + b1, 0) @ w2
    if not training:
        return x + branch
    keep = rng.random(branch.shape) >= p
    return (x + branch) * keep / (1 - p) if p < 1 else np.zeros(x.shape)
