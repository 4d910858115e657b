"""Classic masks for a network that was trained with inverted ones."""

TOLD = "The survivors are not scaled"
LOSES = {"mc_predict_passes": 0.25, "mc_predict_mean": 2}


def mc_predict(weights, biases, rates, x, rng, passes):
    answers = []
    for _ in range(passes):
        h = x
        for W, b, p in zip(weights, biases, rates):
            a = (h * (rng.random(h.shape) >= p)) @ W + b
            h = np.maximum(a, 0)
        answers.append(softmax(a))
    return np.mean(answers, axis=0), np.std(answers, axis=0)
