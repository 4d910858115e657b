"""The broken block, scaled at test time."""

TOLD = "The output is scaled at test time"
LOSES = {"residual_block_form": 0.75, "residual_block_coins": 1}


def residual_block(x, w1, b1, w2, p, rng, training):
    branch = np.maximum(x @ w1 + b1, 0) @ w2
    if not training:
        return (1 - p) * (x + branch)
    keep = rng.random(branch.shape) >= p
    return (x + branch) * keep
