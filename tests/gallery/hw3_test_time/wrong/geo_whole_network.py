"""One pass of the inverted form."""

TOLD = "That is the whole network's answer"
LOSES = {"exact_geometric_mean_law": 1}


def exact_geometric_mean(W, b, x, p):
    return softmax(x @ W + b)
