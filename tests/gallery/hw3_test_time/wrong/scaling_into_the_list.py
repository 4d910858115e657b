"""Puts the scaled weights into the caller's list."""

TOLD = "An argument was changed"
LOSES = {"weight_scaling_layer": 0.5}


def weight_scaling(weights, biases, rates, x):
    h = x
    for i in range(len(weights)):
        weights[i] = (1 - rates[i]) * weights[i]
        a = h @ weights[i] + biases[i]
        h = np.maximum(a, 0)
    return a
