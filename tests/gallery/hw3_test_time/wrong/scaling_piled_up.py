"""The factors of all layers so far."""

TOLD = "The factors pile up"
LOSES = {"weight_scaling_network": 1}


def weight_scaling(weights, biases, rates, x):
    h, factor = x, 1
    for i in range(len(weights)):
        factor *= 1 - rates[i]
        a = factor * h @ weights[i] + biases[i]
        h = np.maximum(a, 0)
    return a
