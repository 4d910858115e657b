"""Draws masks at test time, too."""

TOLD = "Units are dropped at test time"
LOSES = {"weight_scaling_layer": 0.5, "weight_scaling_network": 1.0}


def weight_scaling(weights, biases, rates, x):
    rng = np.random.default_rng()
    h = x
    for i in range(len(weights)):
        a = (h * (rng.random(h.shape) >= rates[i])) @ weights[i] + biases[i]
        h = np.maximum(a, 0)
    return a
