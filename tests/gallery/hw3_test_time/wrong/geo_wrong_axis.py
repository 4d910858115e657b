"""Renormalised over the examples."""

TOLD = "It is the examples that sum to 1"
LOSES = {"exact_geometric_mean_sum": 0.5, "exact_geometric_mean_law": 1}


def exact_geometric_mean(W, b, x, p):
    powers = np.exp((1 - p) * x @ W + b)
    return powers / powers.sum(axis=0)
