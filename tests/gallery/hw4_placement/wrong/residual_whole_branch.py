"""The branch is kept or dropped as a whole: stochastic depth."""

TOLD = "Whole rows are dropped together"
LOSES = {"residual_block_coins": 0.25}


def residual_block(x, w1, b1, w2, p, rng, training):
    branch = np.maximum(x @ w1 + b1, 0) @ w2
    if not training:
        return x + branch
    keep = rng.random((len(x), 1)) >= p
    return x + (branch * keep / (1 - p) if p < 1 else 0)
