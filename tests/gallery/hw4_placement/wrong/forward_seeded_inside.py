"""A fixed seed inside."""

TOLD = "The same mask at every call"
LOSES = {"mlp_forward_plain": 0.5, "mlp_forward_coins": 0.5}


def mlp_forward(weights, biases, rates, x, rng, training):
    cache = []
    h = x
    rng = np.random.default_rng(0)
    for layer, (w, b, p) in enumerate(zip(weights, biases, rates)):
        m = np.ones(h.shape)
        if training:
            m = (rng.random(h.shape) >= p) / (1 - p) if p < 1 else np.zeros(h.shape)
        dropped = h * m
        a = dropped @ w + b
        cache.append((w, m, dropped, a))
        h = np.maximum(a, 0) if layer < len(weights) - 1 else a
    return h, cache
