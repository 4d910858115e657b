"""Makes the survivors of this draw as loud as x was."""

TOLD = "The scale is that of this draw"
LOSES = {"inverted_forward_scale": 1.5}


def inverted_forward(x, p, rng):
    mask = rng.random(x.shape) >= p
    y = x * mask
    s = np.abs(y).sum()
    return y * (np.abs(x).sum() / s if s else 0), mask
