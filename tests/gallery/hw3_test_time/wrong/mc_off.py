"""Forgets to draw a mask."""

TOLD = "A pass is made with dropout off"
LOSES = {"mc_predict_passes": 0.5, "mc_predict_mean": 2, "mc_predict_law": 0.75}


def mc_predict(weights, biases, rates, x, rng, passes):
    answers = []
    for _ in range(passes):
        h = x
        for W, b in zip(weights, biases):
            a = h @ W + b
            h = np.maximum(a, 0)
        answers.append(softmax(a))
    return np.mean(answers, axis=0), np.std(answers, axis=0)
