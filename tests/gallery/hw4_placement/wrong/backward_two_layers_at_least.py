"""Goes one layer down from the output, whether there is one or not."""

TOLD = "Your function raised an error"
LOSES = {"mlp_backward_chain": 0.5}


def mlp_backward(dlogits, cache):
    *below, (w, m, dropped, _) = cache
    dweights, dbiases = [dropped.T @ dlogits], [dlogits.sum(axis=0)]
    da = (dlogits @ w.T) * m * (below[-1][3] > 0)
    for layer in reversed(range(len(below))):
        w, m, dropped, _ = below[layer]
        dweights.insert(0, dropped.T @ da)
        dbiases.insert(0, da.sum(axis=0))
        if layer > 0:
            da = (da @ w.T) * m * (below[layer - 1][3] > 0)
    return dweights, dbiases
