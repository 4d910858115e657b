"""Scales the caller"s x."""

TOLD = "An argument was changed"
LOSES = {"exact_geometric_mean_sum": 0.5}


def exact_geometric_mean(W, b, x, p):
    x *= 1 - p
    return softmax(x @ W + b)
