"""Averages the logits, and takes their softmax."""

TOLD = "The logits are averaged"
LOSES = {"mc_predict_mean": 1}


def mc_predict(weights, biases, rates, x, rng, passes):
    logits = []
    for _ in range(passes):
        h = x
        for W, b, p in zip(weights, biases, rates):
            keep = rng.random(h.shape) >= p
            a = (h * keep / (1 - p) if p < 1 else 0 * h) @ W + b
            h = np.maximum(a, 0)
        logits.append(a)
    return softmax(np.mean(logits, axis=0)), np.std(softmax(np.array(logits)), axis=0)
