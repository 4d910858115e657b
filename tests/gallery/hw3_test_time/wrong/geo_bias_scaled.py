"""Scales all of the logits."""

TOLD = "The bias is scaled, too"
LOSES = {"exact_geometric_mean_law": 1}


def exact_geometric_mean(W, b, x, p):
    return softmax((1 - p) * (x @ W + b))
