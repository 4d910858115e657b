"""Drops hidden units alone."""

TOLD = "The network's own input is not dropped"
LOSES = {"mc_predict_passes": 0.5, "mc_predict_mean": 2.0, "mc_predict_law": 0.25}


def mc_predict(weights, biases, rates, x, rng, passes):
    qs = []
    for _ in range(passes):
        h = x
        for i, (w, b, p) in enumerate(zip(weights, biases, rates)):
            if i:
                m = (rng.random(h.shape) >= p) / (1 - p) if p < 1 else np.zeros(h.shape)
                h = h * m
            a = h @ w + b
            h = np.maximum(a, 0)
        qs.append(softmax(a))
    return np.mean(qs, axis=0), np.std(qs, axis=0)
