"""Divides where it should multiply."""

TOLD = "The inputs are divided by 1 - p"
LOSES = {"weight_scaling_layer": 0.5, "weight_scaling_network": 1}


def weight_scaling(weights, biases, rates, x):
    h = x
    for i in range(len(weights)):
        a = h / max(1 - rates[i], 1e-6) @ weights[i] + biases[i]
        h = np.maximum(a, 0)
    return a
