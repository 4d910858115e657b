"""Uses the last rate for all layers."""

TOLD = "One rate is used for all layers"
LOSES = {"weight_scaling_network": 1.0}


def weight_scaling(weights, biases, rates, x):
    h = x
    for i in range(len(weights)):
        a = (1 - rates[-1]) * h @ weights[i] + biases[i]
        h = np.maximum(a, 0)
    return a
