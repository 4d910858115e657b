"""Thinks that only hidden units were dropped."""

TOLD = "The network's own input is not scaled"
LOSES = {"weight_scaling_layer": 0.5, "weight_scaling_network": 1}


def weight_scaling(weights, biases, rates, x):
    a = x @ weights[0] + biases[0]
    for i in range(1, len(weights)):
        a = (1 - rates[i]) * np.maximum(a, 0) @ weights[i] + biases[i]
    return a
