"""Draws again on the way back."""

TOLD = "Backward drops other units than forward"
LOSES = {"mlp_backward_draw": 0.5, "mlp_backward_nudged": 1}


def mlp_backward(dlogits, cache):
    dweights, dbiases = [], []
    da = dlogits
    for layer in reversed(range(len(cache))):
        w, m, dropped, _ = cache[layer]
        dweights.insert(0, dropped.T @ da)
        dbiases.insert(0, da.sum(axis=0))
        if layer > 0:
            da = (da @ w.T) * np.random.permutation(m.ravel()).reshape(m.shape) * (cache[layer - 1][3] > 0)
    return dweights, dbiases
