"""The share of the passes that name each class."""

TOLD = "That is the vote of the passes"
LOSES = {"mc_predict_passes": 0.5, "mc_predict_mean": 2, "mc_predict_law": 1}


def mc_predict(weights, biases, rates, x, rng, passes):
    votes = []
    for _ in range(passes):
        h = x
        for W, b, p in zip(weights, biases, rates):
            keep = rng.random(h.shape) >= p
            a = (h * keep / (1 - p) if p < 1 else 0 * h) @ W + b
            h = np.maximum(a, 0)
        votes.append(np.eye(a.shape[1])[a.argmax(axis=1)])
    return np.mean(votes, axis=0), np.std(votes, axis=0)
