"""Scales the caller"s x."""

TOLD = "An argument was changed"
LOSES = {"classic_predict_edges": 0.5}


def classic_predict(x, p):
    x *= 1 - p
    return x
