"""A ReLU behind every layer."""

TOLD = "The output is rectified"
LOSES = {
    "mlp_forward_plain": 0.5,
    "mlp_forward_places": 0.5,
    "mlp_backward_chain": 0.5,
    "mlp_backward_nudged": 1,
}


def mlp_forward(weights, biases, rates, x, rng, training):
    cache = []
    h = x
    for layer, (w, b, p) in enumerate(zip(weights, biases, rates)):
        m = np.ones(h.shape)
        if training:
            m = (rng.random(h.shape) >= p) / (1 - p) if p < 1 else np.zeros(h.shape)
        dropped = h * m
        a = dropped @ w + b
        cache.append((w, m, dropped, a))
        h = np.maximum(a, 0)
    return h, cache
