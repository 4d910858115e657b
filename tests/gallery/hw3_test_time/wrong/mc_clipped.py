"""Keeps the rates away from 1: nothing is divided by 0, and now and then a unit is kept."""

TOLD = "The edge cases are wrong"
LOSES = {"mc_predict_passes": 0.25}


def mc_predict(weights, biases, rates, x, rng, passes):
    answers = []
    for _ in range(passes):
        h = x
        for W, b, p in zip(weights, biases, np.minimum(rates, 0.999)):
            keep = rng.random(h.shape) >= p
            a = (h * keep / (1 - p)) @ W + b
            h = np.maximum(a, 0)
        answers.append(softmax(a))
    return np.mean(answers, axis=0), np.std(answers, axis=0)
