"""Multiplies survivors by 1 - p."""

TOLD = "The survivors are multiplied by 1 - p"
LOSES = {"mc_predict_passes": 0.25, "mc_predict_mean": 2.0}


def mc_predict(weights, biases, rates, x, rng, passes):
    qs = []
    for _ in range(passes):
        h = x
        for w, b, p in zip(weights, biases, rates):
            m = (rng.random(h.shape) >= p) * (1 - p)
            a = (h * m) @ w + b
            h = np.maximum(a, 0)
        qs.append(softmax(a))
    return np.mean(qs, axis=0), np.std(qs, axis=0)
