"""Counts the passes from 0 to `passes`, and averages them all."""

TOLD = "More passes are made than asked for"
LOSES = {"mc_predict_passes": 0.25, "mc_predict_mean": 2.0, "mc_predict_law": 0.5}


def mc_predict(weights, biases, rates, x, rng, passes):
    answers = []
    for _ in range(passes + 1):
        h = x
        for W, b, p in zip(weights, biases, rates):
            keep = rng.random(h.shape) >= p
            a = (h * keep / (1 - p) if p < 1 else 0 * h) @ W + b
            h = np.maximum(a, 0)
        answers.append(softmax(a))
    return np.mean(answers, axis=0), np.std(answers, axis=0)
