"""One pass as in the inverted form: no factor at all."""

TOLD = "That is inverted's test pass"
LOSES = {"weight_scaling_layer": 0.5, "weight_scaling_network": 1}


def weight_scaling(weights, biases, rates, x):
    h = x
    for i in range(len(weights)):
        a = h @ weights[i] + biases[i]
        h = np.maximum(a, 0)
    return a
