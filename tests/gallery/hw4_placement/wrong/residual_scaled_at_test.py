"""Scales the branch at test time."""

TOLD = "The output is scaled at test time"
LOSES = {"residual_block_form": 0.25}


def residual_block(x, w1, b1, w2, p, rng, training):
    branch = np.maximum(x @ w1 + b1, 0) @ w2
    if not training:
        return x + (1 - p) * branch
    keep = rng.random(branch.shape) >= p
    return x + (branch * keep / (1 - p) if p < 1 else 0)
