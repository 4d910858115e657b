"""Stops at the logarithms."""

TOLD = "The answer holds no probabilities"
LOSES = {"exact_geometric_mean_sum": 0.5, "exact_geometric_mean_law": 1}


def exact_geometric_mean(W, b, x, p):
    return np.log(softmax((1 - p) * x @ W + b))
