"""The test pass of the inverted form."""

TOLD = "That is inverted's test pass"
LOSES = {"classic_predict_scale": 1, "classic_predict_edges": 0.5}


def classic_predict(x, p):
    return x
