"""Divides by p."""

TOLD = "The survivors are divided by p"
LOSES = {"mlp_forward_places": 0.5}


def mlp_forward(weights, biases, rates, x, rng, training):
    cache = []
    h = x
    for layer, (w, b, p) in enumerate(zip(weights, biases, rates)):
        m = np.ones(h.shape)
        if training:
            m = (rng.random(h.shape) >= p) / p if 0 < p < 1 else np.full(h.shape, 1.0 - p)
        dropped = h * m
        a = dropped @ w + b
        cache.append((w, m, dropped, a))
        h = np.maximum(a, 0) if layer < len(weights) - 1 else a
    return h, cache
