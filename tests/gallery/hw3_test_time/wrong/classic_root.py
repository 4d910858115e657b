"""Keeps the variance, as an initialisation would."""

TOLD = "The factor has a square root"
LOSES = {"classic_predict_scale": 1}


def classic_predict(x, p):
    return x * np.sqrt(1 - p)
