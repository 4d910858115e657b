"""Takes the layers out of the cache, one after the other."""

TOLD = "The input was changed"
LOSES = {"mlp_backward_chain": 0.5}


def mlp_backward(dlogits, cache):
    dweights, dbiases = [], []
    da = dlogits
    while cache:
        w, m, dropped, _ = cache.pop()
        dweights.insert(0, dropped.T @ da)
        dbiases.insert(0, da.sum(axis=0))
        if cache:
            da = (da @ w.T) * m * (cache[-1][3] > 0)
    return dweights, dbiases
