"""Draws the masks once, before the passes."""

TOLD = "Many passes say what one says"
LOSES = {"mc_predict_passes": 0.25}


def mc_predict(weights, biases, rates, x, rng, passes):
    masks = []
    for W, p in zip(weights, rates):
        keep = rng.random((len(x), len(W))) >= p
        masks.append(keep / (1 - p) if p < 1 else 0 * keep)
    answers = []
    for _ in range(passes):
        h = x
        for W, b, m in zip(weights, biases, masks):
            a = (h * m) @ W + b
            h = np.maximum(a, 0)
        answers.append(softmax(a))
    return np.mean(answers, axis=0), np.std(answers, axis=0)
