"""Divides by 1 - p."""

TOLD = "The inputs are divided by 1 - p"
LOSES = {"exact_geometric_mean_law": 1}


def exact_geometric_mean(W, b, x, p):
    return softmax(x @ W / max(1 - p, 1e-9) + b)
