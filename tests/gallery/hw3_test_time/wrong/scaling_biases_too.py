"""Scales what the layer gives, bias and all."""

TOLD = "The biases are scaled, too"
LOSES = {"weight_scaling_layer": 0.5, "weight_scaling_network": 1}


def weight_scaling(weights, biases, rates, x):
    h = x
    for i in range(len(weights)):
        a = (1 - rates[i]) * (h @ weights[i] + biases[i])
        h = np.maximum(a, 0)
    return a
