"""Divides, as inverted dropout does in training."""

TOLD = "The output is divided by 1 - p"
LOSES = {"classic_predict_scale": 1}


def classic_predict(x, p):
    return x / (1 - p) if p < 1 else 0 * x
