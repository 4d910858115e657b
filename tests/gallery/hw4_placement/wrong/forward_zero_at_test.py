"""Asks for p = 1 before it asks for training."""

TOLD = "Units are dropped at test time"
LOSES = {"mlp_forward_plain": 0.5}


def mlp_forward(weights, biases, rates, x, rng, training):
    cache = []
    h = x
    for layer, (w, b, p) in enumerate(zip(weights, biases, rates)):
        if p == 1:
            m = np.zeros(h.shape)
        elif not training:
            m = np.ones(h.shape)
        else:
            m = (rng.random(h.shape) >= p) / (1 - p)
        dropped = h * m
        a = dropped @ w + b
        cache.append((w, m, dropped, a))
        h = np.maximum(a, 0) if layer < len(weights) - 1 else a
    return h, cache
