"""Forgets the ReLU."""

TOLD = "The ReLU is missing"
LOSES = {"weight_scaling_network": 1}


def weight_scaling(weights, biases, rates, x):
    h = x
    for i in range(len(weights)):
        h = (1 - rates[i]) * h @ weights[i] + biases[i]
    return h
