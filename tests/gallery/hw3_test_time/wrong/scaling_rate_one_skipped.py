"""A layer with rate 1 is left alone."""

TOLD = "The edge cases are wrong"
LOSES = {"weight_scaling_network": 0.5}


def weight_scaling(weights, biases, rates, x):
    h = x
    for i in range(len(weights)):
        factor = 1 - rates[i] or 1
        a = factor * h @ weights[i] + biases[i]
        h = np.maximum(a, 0)
    return a
