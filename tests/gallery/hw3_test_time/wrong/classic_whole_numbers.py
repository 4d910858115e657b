"""Makes integers of the activations."""

TOLD = "The output is not training's mean"
LOSES = {"classic_predict_scale": 1.0, "classic_predict_edges": 0.5}


def classic_predict(x, p):
    return (x * (1 - p)).astype(int)
