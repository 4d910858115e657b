"""Every layer starts a generator from the same seed."""

TOLD = "Two places share a draw"
LOSES = {"mlp_forward_places": 0.5}


def mlp_forward(weights, biases, rates, x, rng, training):
    cache = []
    h = x
    seed = rng.integers(2**63)
    for layer, (w, b, p) in enumerate(zip(weights, biases, rates)):
        m = np.ones(h.shape)
        if training:
            m = (np.random.default_rng(seed).random(h.shape) >= p) / (1 - p) if p < 1 else np.zeros(h.shape)
        dropped = h * m
        a = dropped @ w + b
        cache.append((w, m, dropped, a))
        h = np.maximum(a, 0) if layer < len(weights) - 1 else a
    return h, cache
