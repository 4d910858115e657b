"""Reads the scale off the first unit that was kept; at p = 1 there is none."""

TOLD = "Your function raised an error"
LOSES = {"mlp_backward_nudged": 1}


def mlp_backward(dlogits, cache):
    dweights, dbiases = [], []
    da = dlogits
    for layer in reversed(range(len(cache))):
        w, m, dropped, _ = cache[layer]
        dweights.insert(0, dropped.T @ da)
        dbiases.insert(0, da.sum(axis=0))
        if layer > 0:
            keep = m > 0
            da = (da @ w.T) * keep * m[keep][0] * (cache[layer - 1][3] > 0)
    return dweights, dbiases
