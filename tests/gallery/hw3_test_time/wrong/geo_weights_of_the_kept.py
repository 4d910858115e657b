"""Forgets the dropped inputs' part of a mask's weight."""

TOLD = "The weights of the masks do not sum to 1"
LOSES = {"exact_geometric_mean_law": 1.0}


def exact_geometric_mean(W, b, x, p):
    n = len(W)
    total = 0
    for i in range(2**n):
        m = np.array([i >> j & 1 for j in range(n)])
        total = total + (1 - p) ** m.sum() * np.log(softmax((m * x) @ W + b))
    return softmax(total)
