"""Takes the rates for probabilities to keep."""

TOLD = "The inputs are scaled by p"
LOSES = {"weight_scaling_layer": 0.5, "weight_scaling_network": 1}


def weight_scaling(weights, biases, rates, x):
    h = x
    for i in range(len(weights)):
        a = rates[i] * h @ weights[i] + biases[i]
        h = np.maximum(a, 0)
    return a
