"""Forgets the bias."""

TOLD = "The bias is missing"
LOSES = {"exact_geometric_mean_law": 1}


def exact_geometric_mean(W, b, x, p):
    return softmax((1 - p) * x @ W)
