"""Stops at the logits."""

TOLD = "The softmax is missing"
LOSES = {"exact_geometric_mean_sum": 0.5, "exact_geometric_mean_law": 1}


def exact_geometric_mean(W, b, x, p):
    return (1 - p) * x @ W + b
