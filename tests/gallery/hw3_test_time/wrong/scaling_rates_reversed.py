"""Counts the rates from the end."""

TOLD = "The rates are in the wrong order"
LOSES = {"weight_scaling_network": 1.0}


def weight_scaling(weights, biases, rates, x):
    h = x
    for i in range(len(weights)):
        a = (1 - rates[-1 - i]) * h @ weights[i] + biases[i]
        h = np.maximum(a, 0)
    return a
