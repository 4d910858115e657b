"""Drops the hidden units of the branch."""

TOLD = "Dropout acts inside the branch"
LOSES = {"residual_block_form": 0.5, "residual_block_coins": 0.75}


def residual_block(x, w1, b1, w2, p, rng, training):
    hidden = np.maximum(x @ w1 + b1, 0)
    branch = hidden @ w2
    if not training:
        return x + branch
    keep = rng.random(hidden.shape) >= p
    return x + (hidden * keep / (1 - p) @ w2 if p < 1 else 0)
