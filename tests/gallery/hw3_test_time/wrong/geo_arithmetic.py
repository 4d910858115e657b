"""The weighted mean of the members" probabilities."""

TOLD = "That is the arithmetic mean"
LOSES = {"exact_geometric_mean_law": 0.5}


def exact_geometric_mean(W, b, x, p):
    import itertools

    mean = 0
    for mask in itertools.product([0, 1], repeat=len(W)):
        kept = sum(mask)
        mean = mean + (1 - p) ** kept * p ** (len(mask) - kept) * softmax((x * mask) @ W + b)
    return mean
