"""The ReLU acts on the network"s input."""

TOLD = "The input went through the ReLU"
LOSES = {"weight_scaling_layer": 0.5, "weight_scaling_network": 1}


def weight_scaling(weights, biases, rates, x):
    a = x
    for i in range(len(weights)):
        a = (1 - rates[i]) * np.maximum(a, 0) @ weights[i] + biases[i]
    return a
