"""Keeps each layer's values in a named tuple."""

from collections import namedtuple

TOLD = "The cache is not plain"
LOSES = {
    "mlp_forward_plain": 1,
    "mlp_forward_places": 1.5,
    "mlp_forward_coins": 1.5,
    "mlp_backward_chain": 1,
    "mlp_backward_draw": 1,
    "mlp_backward_nudged": 1,
}


Kept = namedtuple("Kept", "w m dropped a")


def mlp_forward(weights, biases, rates, x, rng, training):
    cache = []
    h = x
    for layer, (w, b, p) in enumerate(zip(weights, biases, rates)):
        m = np.ones(h.shape)
        if training:
            m = (rng.random(h.shape) >= p) / (1 - p) if p < 1 else np.zeros(h.shape)
        dropped = h * m
        a = dropped @ w + b
        cache.append(Kept(w, m, dropped, a))
        h = np.maximum(a, 0) if layer < len(weights) - 1 else a
    return h, cache
