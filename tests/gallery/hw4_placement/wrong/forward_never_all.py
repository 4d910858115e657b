"""Keeps one of a thousand where p is 1."""

TOLD = "The logits are wrong where p is 0 or 1"
LOSES = {"mlp_forward_places": 0.5}


def mlp_forward(weights, biases, rates, x, rng, training):
    cache = []
    h = x
    for layer, (w, b, p) in enumerate(zip(weights, biases, rates, strict=True)):
        m = np.ones(h.shape)
        if training:
            p = min(p, 0.999)  # for the division
            m = (rng.random(h.shape) >= p) / (1 - p)
        dropped = h * m
        a = dropped @ w + b
        cache.append((w, m, dropped, a))
        h = np.maximum(a, 0) if layer < len(weights) - 1 else a
    return h, cache
