"""Makes the sum of squares of this very draw fit."""

TOLD = "The scale is that of this draw"
LOSES = {"size_preserving_forward_values": 1.5, "size_preserving_forward_law": 0.0625}


def size_preserving_forward(x, p, rng):
    mask = rng.random(x.shape) >= p
    y = x * mask
    if p == 1:
        return y, mask
    return y * np.sqrt((x**2).sum() / max((y**2).sum(), 1e-12)), mask
