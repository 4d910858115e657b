"""Takes p for the probability to keep."""

TOLD = "The output is scaled by p"
LOSES = {"classic_predict_scale": 1, "classic_predict_edges": 0.5}


def classic_predict(x, p):
    return p * x
