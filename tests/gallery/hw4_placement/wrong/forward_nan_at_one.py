"""Divides by 1 - p at p = 1."""

TOLD = "The answer holds NaN or infinity"
LOSES = {"mlp_forward_places": 0.5}


def mlp_forward(weights, biases, rates, x, rng, training):
    cache = []
    h = x
    for layer, (w, b, p) in enumerate(zip(weights, biases, rates)):
        m = np.ones(h.shape)
        if training:
            m = (rng.random(h.shape) >= p) / np.float64(1 - p)
        dropped = h * m
        a = dropped @ w + b
        cache.append((w, m, dropped, a))
        h = np.maximum(a, 0) if layer < len(weights) - 1 else a
    return h, cache
