"""Keeps a unit with probability p."""

TOLD = "Keep and drop are swapped"
LOSES = {"mc_predict_passes": 0.25, "mc_predict_mean": 2, "mc_predict_law": 0.75}


def mc_predict(weights, biases, rates, x, rng, passes):
    answers = []
    for _ in range(passes):
        h = x
        for W, b, p in zip(weights, biases, rates):
            keep = rng.random(h.shape) < p
            a = (h * keep / (1 - p) if p < 1 else 0 * h) @ W + b
            h = np.maximum(a, 0)
        answers.append(softmax(a))
    return np.mean(answers, axis=0), np.std(answers, axis=0)
