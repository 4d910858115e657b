"""Probabilities where logits are asked for."""

TOLD = "The answer holds probabilities"
LOSES = {"weight_scaling_layer": 0.5, "weight_scaling_network": 1}


def weight_scaling(weights, biases, rates, x):
    h = x
    for i in range(len(weights)):
        a = (1 - rates[i]) * h @ weights[i] + biases[i]
        h = np.maximum(a, 0)
    return softmax(a)
