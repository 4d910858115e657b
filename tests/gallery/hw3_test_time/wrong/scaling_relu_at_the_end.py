"""A ReLU behind the last layer, too."""

TOLD = "The logits went through the ReLU"
LOSES = {"weight_scaling_layer": 0.5, "weight_scaling_network": 1}


def weight_scaling(weights, biases, rates, x):
    h = x
    for i in range(len(weights)):
        h = np.maximum((1 - rates[i]) * h @ weights[i] + biases[i], 0)
    return h
