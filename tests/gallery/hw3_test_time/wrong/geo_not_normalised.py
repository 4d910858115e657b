"""Forgets to renormalise."""

TOLD = "The mean is not renormalised"
LOSES = {"exact_geometric_mean_sum": 0.5}


def exact_geometric_mean(W, b, x, p):
    import itertools

    product = 1
    for mask in itertools.product([0, 1], repeat=len(W)):
        kept = sum(mask)
        product = product * softmax((x * mask) @ W + b) ** ((1 - p) ** kept * p ** (len(mask) - kept))
    return product
