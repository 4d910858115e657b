"""Forgets the ReLU."""

TOLD = "The ReLU is missing"
LOSES = {"mc_predict_passes": 0.5}


def mc_predict(weights, biases, rates, x, rng, passes):
    answers = []
    for _ in range(passes):
        h = x
        for W, b, p in zip(weights, biases, rates):
            keep = rng.random(h.shape) >= p
            h = (h * keep / (1 - p) if p < 1 else 0 * h) @ W + b
        answers.append(softmax(h))
    return np.mean(answers, axis=0), np.std(answers, axis=0)
