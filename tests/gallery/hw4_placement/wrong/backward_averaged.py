"""Divides by the batch size once more."""

TOLD = "The gradient is averaged over the batch"
LOSES = {"mlp_backward_chain": 0.5, "mlp_backward_nudged": 1}


def mlp_backward(dlogits, cache):
    dweights, dbiases = [], []
    da = dlogits
    for layer in reversed(range(len(cache))):
        w, m, dropped, _ = cache[layer]
        dweights.insert(0, dropped.T @ da / len(da))
        dbiases.insert(0, da.mean(axis=0))
        if layer > 0:
            da = (da @ w.T) * m * (cache[layer - 1][3] > 0)
    return dweights, dbiases
