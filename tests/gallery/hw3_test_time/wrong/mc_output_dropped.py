"""Each rate acts on its layer"s output, the logits included."""

TOLD = "The rates act one layer too late"
LOSES = {"mc_predict_passes": 0.5, "mc_predict_mean": 2}


def mc_predict(weights, biases, rates, x, rng, passes):
    answers = []
    for _ in range(passes):
        h = x
        for i, p in enumerate(rates):
            h = h @ weights[i] + biases[i]
            if i < len(rates) - 1:
                h = np.maximum(h, 0)
            keep = rng.random(h.shape) >= p
            h = h * keep / (1 - p) if p < 1 else 0 * h
        answers.append(softmax(h))
    return np.mean(answers, axis=0), np.std(answers, axis=0)
