"""Scales, and scales again."""

TOLD = "The factor is applied twice"
LOSES = {"classic_predict_scale": 1}


def classic_predict(x, p):
    y = x * (1 - p)
    return y * (1 - p)
