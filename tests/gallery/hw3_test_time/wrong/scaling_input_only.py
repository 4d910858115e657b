"""Scales x, and nothing behind it."""

TOLD = "Only the first layer's input is scaled"
LOSES = {"weight_scaling_network": 1}


def weight_scaling(weights, biases, rates, x):
    h = x * (1 - rates[0])
    for i in range(len(weights)):
        a = h @ weights[i] + biases[i]
        h = np.maximum(a, 0)
    return a
