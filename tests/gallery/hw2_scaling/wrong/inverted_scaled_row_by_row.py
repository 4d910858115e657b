"""Keeps the sum of each row's weights, whatever the row kept."""

TOLD = "The survivors have the wrong size"
LOSES = {"inverted_forward_scale": 1.5}


def inverted_forward(x, p, rng):
    mask = rng.random(x.shape) >= p
    kept = np.maximum(mask.mean(axis=-1, keepdims=True), 1e-12)
    return x * mask / kept, mask
