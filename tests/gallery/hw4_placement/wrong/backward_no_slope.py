"""Forgets the ReLU."""

TOLD = "The ReLU's slope is missing"
LOSES = {"mlp_backward_chain": 0.5, "mlp_backward_nudged": 1}


def mlp_backward(dlogits, cache):
    dweights, dbiases = [], []
    da = dlogits
    for layer in reversed(range(len(cache))):
        w, m, dropped, _ = cache[layer]
        dweights.insert(0, dropped.T @ da)
        dbiases.insert(0, da.sum(axis=0))
        if layer > 0:
            da = (da @ w.T) * m
    return dweights, dbiases
