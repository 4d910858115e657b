"""Gradients of the transposed weights."""

TOLD = "The answer has the wrong shape"
LOSES = {"mlp_backward_chain": 1, "mlp_backward_draw": 1, "mlp_backward_nudged": 1}


def mlp_backward(dlogits, cache):
    dweights, dbiases = [], []
    da = dlogits
    for layer in reversed(range(len(cache))):
        w, m, dropped, _ = cache[layer]
        dweights.insert(0, da.T @ dropped)
        dbiases.insert(0, da.sum(axis=0))
        if layer > 0:
            da = (da @ w.T) * m * (cache[layer - 1][3] > 0)
    return dweights, dbiases
