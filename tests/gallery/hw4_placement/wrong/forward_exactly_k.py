"""Drops a fixed number of the layer's units."""

TOLD = "Exactly k entries are dropped"
LOSES = {"mlp_forward_coins": 0.5}


def mlp_forward(weights, biases, rates, x, rng, training):
    cache = []
    h = x
    for layer, (w, b, p) in enumerate(zip(weights, biases, rates)):
        m = np.ones(h.shape)
        if training:
            order = rng.permuted(np.tile(np.arange(h.shape[1]), (len(h), 1)), axis=1)
            m = (order >= round(p * h.shape[1])) / (1 - p) if p < 1 else np.zeros(h.shape)
        dropped = h * m
        a = dropped @ w + b
        cache.append((w, m, dropped, a))
        h = np.maximum(a, 0) if layer < len(weights) - 1 else a
    return h, cache
