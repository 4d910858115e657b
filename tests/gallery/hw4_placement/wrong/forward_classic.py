"""Scales at test time, as the classic form does."""

TOLD = "The output is scaled at test time"
LOSES = {"mlp_forward_plain": 0.5, "mlp_forward_places": 0.5}


def mlp_forward(weights, biases, rates, x, rng, training):
    cache = []
    h = x
    for layer, (w, b, p) in enumerate(zip(weights, biases, rates)):
        m = np.full(h.shape, 1 - p)
        if training:
            m = (rng.random(h.shape) >= p).astype(float)
        dropped = h * m
        a = dropped @ w + b
        cache.append((w, m, dropped, a))
        h = np.maximum(a, 0) if layer < len(weights) - 1 else a
    return h, cache
