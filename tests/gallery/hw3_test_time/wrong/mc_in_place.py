"""Drops from the caller"s x."""

TOLD = "An argument was changed"
LOSES = {"mc_predict_passes": 0.25}


def mc_predict(weights, biases, rates, x, rng, passes):
    answers = []
    for _ in range(passes):
        h = x if passes == 1 else x.copy()
        if passes == 2:
            h = x
        for i, (W, b, p) in enumerate(zip(weights, biases, rates)):
            h *= rng.random(h.shape) >= p
            h /= 1 - p if p < 1 else 1
            h = h @ W + b
            if i < len(weights) - 1:
                h = np.maximum(h, 0)
        answers.append(softmax(h))
    return np.mean(answers, axis=0), np.std(answers, axis=0)
