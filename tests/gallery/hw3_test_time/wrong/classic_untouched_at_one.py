"""Leaves x alone when everything was dropped."""

TOLD = "The edge cases are wrong"
LOSES = {"classic_predict_edges": 0.5}


def classic_predict(x, p):
    if p == 1:
        return x
    return x * (1 - p)
