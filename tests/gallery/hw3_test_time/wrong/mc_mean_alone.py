"""Forgets the spread."""

TOLD = "The answer is not a pair"
LOSES = {"mc_predict_passes": 0.75, "mc_predict_mean": 2, "mc_predict_law": 1}


def mc_predict(weights, biases, rates, x, rng, passes):
    answers = []
    for _ in range(passes):
        h = x
        for W, b, p in zip(weights, biases, rates):
            keep = rng.random(h.shape) >= p
            a = (h * keep / (1 - p) if p < 1 else 0 * h) @ W + b
            h = np.maximum(a, 0)
        answers.append(softmax(a))
    return np.mean(answers, axis=0)
