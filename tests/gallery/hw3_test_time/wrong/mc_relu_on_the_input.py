"""Sends the input through the ReLU, too."""

TOLD = "The input went through the ReLU"
LOSES = {"mc_predict_passes": 0.25}


def mc_predict(weights, biases, rates, x, rng, passes):
    answers = []
    for _ in range(passes):
        a = x
        for W, b, p in zip(weights, biases, rates):
            h = np.maximum(a, 0)
            keep = rng.random(h.shape) >= p
            a = (h * keep / (1 - p) if p < 1 else 0 * h) @ W + b
        answers.append(softmax(a))
    return np.mean(answers, axis=0), np.std(answers, axis=0)
