"""As the model, in plain steps."""


def dropout(x, p, rng, training):
    if not training:
        return x.copy()
    keep_prob = 1 - p
    keep = rng.random(x.shape) < keep_prob
    return x * keep / keep_prob if keep_prob > 0 else np.zeros_like(x)


def classic_predict(x, p):
    keep_prob = 1 - p
    return x * keep_prob


def weight_scaling(weights, biases, rates, x):
    h = x
    last = len(weights) - 1
    for i, (W, b, p) in enumerate(zip(weights, biases, rates)):
        h = h @ (W * (1 - p)) + b
        if i < last:
            h = np.where(h > 0, h, 0)
    return h


def mc_predict(weights, biases, rates, x, rng, passes):
    total = 0
    squares = 0
    for _ in range(passes):
        h = x
        for i, (W, b, p) in enumerate(zip(weights, biases, rates)):
            if i > 0:
                h = np.maximum(h, 0)
            keep = rng.random(h.shape) >= p
            h = np.where(keep, h / max(1 - p, 1e-12), 0) @ W + b
        q = softmax(h)
        total = total + q
        squares = squares + q**2
    mean = total / passes
    return mean, np.sqrt(np.maximum(squares / passes - mean**2, 0))


def exact_geometric_mean(W, b, x, p):
    logits = (x * (1 - p)) @ W + b
    powers = np.exp(logits)
    return powers / powers.sum(axis=1, keepdims=True)


def shrink_dropout(x, p, rest, rng, training):
    if not training:
        return x.copy()
    hit = rng.random(x.shape) < p
    spared = (x - p * rest * x) / (1 - p)
    return np.where(hit, rest * x, spared)


def fill_dropout(x, p, fill, rng, training):
    if not training:
        return x.copy()
    hit = rng.random(x.shape) < p
    return hit * fill + (1 - hit) * (x - p * fill) / (1 - p)


def seesaw_dropout(x, p, rng, training):
    if not training:
        return x.copy()
    first, second = np.hsplit(x, 2)
    hit = rng.random(first.shape) < p
    return np.hstack([np.where(hit, 0, first / (1 - p)), np.where(hit, second / p, 0)])


def unpack_passes(logits, passes):
    classes, columns = logits.shape
    q = softmax(logits.T)
    q = q.reshape(columns // passes, passes, classes)
    mean = q.sum(axis=1) / passes
    return mean, np.sqrt(((q - mean[:, None]) ** 2).sum(axis=1) / passes)


def add_pass(mean, std, passes, logits):
    q = softmax(logits)
    new = (passes * mean + q) / (passes + 1)
    squares = (passes * (std**2 + mean**2) + q**2) / (passes + 1)
    return new, np.sqrt(np.maximum(squares - new**2, 0))


def merge_passes(mean_a, std_a, passes_a, mean_b, std_b, passes_b):
    total = passes_a + passes_b
    mean = (passes_a * mean_a + passes_b * mean_b) / total
    squares = (passes_a * (std_a**2 + mean_a**2) + passes_b * (std_b**2 + mean_b**2)) / total
    return mean, np.sqrt(np.maximum(squares - mean**2, 0))
