"""Mean and spread of the logits."""

TOLD = "The answers are no probabilities"
LOSES = {"mc_predict_passes": 0.5, "mc_predict_mean": 2, "mc_predict_law": 1}


def mc_predict(weights, biases, rates, x, rng, passes):
    logits = []
    for _ in range(passes):
        h = x
        for W, b, p in zip(weights, biases, rates):
            keep = rng.random(h.shape) >= p
            a = (h * keep / (1 - p) if p < 1 else 0 * h) @ W + b
            h = np.maximum(a, 0)
        logits.append(a)
    return np.mean(logits, axis=0), np.std(logits, axis=0)
