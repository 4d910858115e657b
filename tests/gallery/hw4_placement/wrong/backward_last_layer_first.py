"""Appends and does not turn round."""

TOLD = "The last layer comes first"
LOSES = {"mlp_backward_chain": 1, "mlp_backward_draw": 1, "mlp_backward_nudged": 1}


def mlp_backward(dlogits, cache):
    dweights, dbiases = [], []
    da = dlogits
    for layer in reversed(range(len(cache))):
        w, m, dropped, _ = cache[layer]
        dweights.append(dropped.T @ da)
        dbiases.append(da.sum(axis=0))
        if layer > 0:
            da = (da @ w.T) * m * (cache[layer - 1][3] > 0)
    return dweights, dbiases
