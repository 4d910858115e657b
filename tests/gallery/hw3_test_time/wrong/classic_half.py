"""The factor of p = 0.5, remembered from the paper."""

TOLD = "The rate is taken to be one half"
LOSES = {"classic_predict_scale": 1, "classic_predict_edges": 0.5}


def classic_predict(x, p):
    return x / 2
