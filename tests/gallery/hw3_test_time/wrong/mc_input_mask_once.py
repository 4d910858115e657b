"""Drops x before the passes, and the hidden units in each."""

TOLD = "Many passes say what one says"
LOSES = {"mc_predict_passes": 0.25}


def mc_predict(weights, biases, rates, x, rng, passes):
    keep = rng.random(x.shape) >= rates[0]
    x = x * keep / (1 - rates[0]) if rates[0] < 1 else 0 * x
    answers = []
    for _ in range(passes):
        h = x
        for i in range(len(weights)):
            if i > 0:
                keep = rng.random(h.shape) >= rates[i]
                h = np.maximum(h, 0) * keep / (1 - rates[i]) if rates[i] < 1 else 0 * h
            h = h @ weights[i] + biases[i]
        answers.append(softmax(h))
    return np.mean(answers, axis=0), np.std(answers, axis=0)
