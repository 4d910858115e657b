"""A kept input counts with probability p."""

TOLD = "Keep and drop are swapped"
LOSES = {"exact_geometric_mean_law": 1}


def exact_geometric_mean(W, b, x, p):
    import itertools

    product = 1
    for mask in itertools.product([0, 1], repeat=len(W)):
        kept = sum(mask)
        product = product * softmax((x * mask) @ W + b) ** (p**kept * (1 - p) ** (len(mask) - kept))
    return product / product.sum(axis=1, keepdims=True)
