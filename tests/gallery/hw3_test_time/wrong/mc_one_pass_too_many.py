"""Divides by one pass more than there were."""

TOLD = "That is not the mean of the passes"
LOSES = {"mc_predict_mean": 1}


def mc_predict(weights, biases, rates, x, rng, passes):
    answers = []
    for _ in range(passes):
        h = x
        for W, b, p in zip(weights, biases, rates):
            keep = rng.random(h.shape) >= p
            a = (h * keep / (1 - p) if p < 1 else 0 * h) @ W + b
            h = np.maximum(a, 0)
        answers.append(softmax(a))
    mean = sum(answers[1:], answers[0] if passes == 1 else 0) / max(passes - 1, 1)
    return mean, np.std(answers, axis=0)
