"""Drops what layer i gives, not what it is given."""

TOLD = "Dropout acts behind the layer, not in front of it"
LOSES = {"mlp_forward_places": 1, "mlp_forward_coins": 1.5, "mlp_backward_draw": 1, "mlp_backward_nudged": 1}


def mlp_forward(weights, biases, rates, x, rng, training):
    cache = []
    h, m = x, np.ones(x.shape)
    for layer, (w, b, p) in enumerate(zip(weights, biases, rates)):
        a = h @ w + b
        cache.append((w, m, h, a))
        h = np.maximum(a, 0) if layer < len(weights) - 1 else a
        m = np.ones(h.shape)
        if training:
            m = (rng.random(h.shape) >= p) / (1 - p) if p < 1 else np.zeros(h.shape)
        h = h * m
    return h, cache
