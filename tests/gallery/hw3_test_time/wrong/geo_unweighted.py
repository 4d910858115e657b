"""All members count alike."""

TOLD = "All masks count alike"
LOSES = {"exact_geometric_mean_law": 1}


def exact_geometric_mean(W, b, x, p):
    import itertools

    logs = 0
    for mask in itertools.product([0, 1], repeat=len(W)):
        logs = logs + np.log(softmax((x * mask) @ W + b)) / 2 ** len(W)
    return softmax(logs)
