"""Renormalised over the whole batch."""

TOLD = "The mean is not renormalised"
LOSES = {"exact_geometric_mean_sum": 0.5}


def exact_geometric_mean(W, b, x, p):
    powers = np.exp((1 - p) * x @ W + b)
    return powers / powers.sum()
