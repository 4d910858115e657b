"""Draws a seed for each pass, and every layer's mask from it."""

TOLD = "The layers' masks depend on one another"
LOSES = {"mc_predict_law": 0.25}


def mc_predict(weights, biases, rates, x, rng, passes):
    answers = []
    for seed in rng.integers(2**32, size=passes):
        h = x
        for W, b, p in zip(weights, biases, rates):
            keep = np.random.default_rng(seed).random(h.shape) >= p
            a = (h * keep / (1 - p) if p < 1 else 0 * h) @ W + b
            h = np.maximum(a, 0)
        answers.append(softmax(a))
    return np.mean(answers, axis=0), np.std(answers, axis=0)
