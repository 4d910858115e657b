"""Hands back the rate, too."""

TOLD = "Several values came, one was asked for"
LOSES = {"classic_predict_scale": 1.0, "classic_predict_edges": 0.5}


def classic_predict(x, p):
    return x * (1 - p), p
