"""Refuses an answer where nothing is heard."""

TOLD = "The edge cases are wrong"
LOSES = {"exact_geometric_mean_law": 0.5}


def exact_geometric_mean(W, b, x, p):
    if p == 1:
        return np.full((len(x), W.shape[1]), 1 / W.shape[1])
    return softmax((1 - p) * x @ W + b)
