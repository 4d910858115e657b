"""Leaves dropout on."""

TOLD = "Units are dropped at test time"
LOSES = {"classic_predict_scale": 1}


def classic_predict(x, p):
    return x * (np.random.random(x.shape) >= p)
