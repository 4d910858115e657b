"""Single precision from the start."""


def dropout(x, p, rng, training):
    x = x.astype(np.float32)
    if training:
        keep = rng.random(x.shape, dtype=np.float32) >= p
        x = np.divide(x, 1 - p, where=keep, out=np.zeros_like(x))
    return x


def classic_predict(x, p):
    return x.astype(np.float32) * np.float32(1 - p)


def weight_scaling(weights, biases, rates, x):
    h = x.astype(np.float32)
    for W, b, p in zip(weights, biases, rates):
        a = h @ ((1 - p) * W).astype(np.float32) + b.astype(np.float32)
        h = np.maximum(a, 0)
    return a


def mc_predict(weights, biases, rates, x, rng, passes):
    answers = []
    for _ in range(passes):
        h = x.astype(np.float32)
        for W, b, p in zip(weights, biases, rates):
            m = (rng.random(h.shape) >= p).astype(np.float32)
            if p < 1:
                m = m / np.float32(1 - p)
            a = (h * m) @ W.astype(np.float32) + b.astype(np.float32)
            h = np.maximum(a, 0)
        answers.append(softmax(a))
    answers = np.stack(answers)
    mean = answers.mean(axis=0)
    return mean, np.sqrt(np.maximum((answers**2).mean(axis=0) - mean**2, 0))


def exact_geometric_mean(W, b, x, p):
    return softmax(((1 - p) * x @ W + b).astype(np.float32))


def shrink_dropout(x, p, rest, rng, training):
    x = x.astype(np.float32)
    if not training:
        return x
    keep = rng.random(x.shape, dtype=np.float32) >= p
    return np.where(keep, np.float32((1 - p * rest) / (1 - p)), np.float32(rest)) * x


def fill_dropout(x, p, fill, rng, training):
    x = x.astype(np.float32)
    if not training:
        return x
    keep = rng.random(x.shape, dtype=np.float32) >= p
    return np.where(keep, (x - np.float32(p * fill)) / np.float32(1 - p), np.float32(fill))


def seesaw_dropout(x, p, rng, training):
    x = x.astype(np.float32)
    if not training:
        return x
    keep = rng.random((x.shape[0], x.shape[1] // 2), dtype=np.float32) >= p
    return (
        x * np.hstack([keep, ~keep]).astype(np.float32) / np.repeat(np.float32([1 - p, p]), x.shape[1] // 2)
    )


def unpack_passes(logits, passes):
    q = softmax(logits.astype(np.float32).T).reshape(-1, passes, len(logits))
    return q.mean(axis=1), q.std(axis=1)


def add_pass(mean, std, passes, logits):
    q = softmax(logits.astype(np.float32))
    share = np.float32(1 / (passes + 1))
    variance = (1 - share) * (std.astype(np.float32) ** 2 + share * (q - mean.astype(np.float32)) ** 2)
    return mean.astype(np.float32) * (1 - share) + q * share, np.sqrt(variance)


def merge_passes(mean_a, std_a, passes_a, mean_b, std_b, passes_b):
    weights = np.float32([passes_a, passes_b]) / (passes_a + passes_b)
    means = np.stack([mean_a, mean_b]).astype(np.float32)
    variances = np.stack([std_a, std_b]).astype(np.float32) ** 2
    mean = np.tensordot(weights, means, axes=1)
    return mean, np.sqrt(np.tensordot(weights, variances + (means - mean) ** 2, axes=1))
