"""Leaves out the member that hears nothing."""

TOLD = "That is no geometric mean over the masks"
LOSES = {"exact_geometric_mean_law": 1}


def exact_geometric_mean(W, b, x, p):
    import itertools

    logs = 0
    for mask in itertools.product([0, 1], repeat=len(W)):
        kept = sum(mask)
        if kept:
            share = (1 - p) ** kept * p ** (len(mask) - kept)
            logs = logs + share * np.log(softmax((x * mask) @ W + b))
    return softmax(logs)
