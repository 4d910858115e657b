"""Forgets to return."""

TOLD = "The answer is not a numpy array"
LOSES = {"classic_predict_scale": 1, "classic_predict_edges": 0.5}


def classic_predict(x, p):
    y = (1 - p) * x
