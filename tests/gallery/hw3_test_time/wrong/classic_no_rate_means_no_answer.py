"""Takes p = 0 for a layer without answer."""

TOLD = "The edge cases are wrong"
LOSES = {"classic_predict_edges": 0.5}


def classic_predict(x, p):
    return x * (1 - p) if p else 0 * x
