"""The mean over the units instead of that over the masks."""

TOLD = "The answer is not a numpy array"
LOSES = {"classic_predict_scale": 1, "classic_predict_edges": 0.5}


def classic_predict(x, p):
    return (1 - p) * x.mean()
