"""The passes are one large batch; masks are drawn with `binomial` and `choice`."""


def dropout(x, p, rng, training):
    if not training:
        return 1.0 * x
    multiplier = rng.binomial(1, 1 - p, x.shape) / (1 - p if p != 1 else 1)
    return multiplier * x


def classic_predict(x, p):
    return np.einsum("...,->...", x, 1 - p)


def weight_scaling(weights, biases, rates, x):
    from functools import reduce

    layers = list(zip(weights, biases, rates))
    first = (1 - rates[0]) * x @ weights[0] + biases[0]
    return reduce(lambda a, layer: (1 - layer[2]) * np.maximum(a, 0) @ layer[0] + layer[1], layers[1:], first)


def mc_predict(weights, biases, rates, x, rng, passes):
    h = np.repeat(x[None], passes, axis=0)
    for i in range(len(weights)):
        dropped = rng.choice([True, False], size=h.shape, p=[rates[i], 1 - rates[i]])
        h = np.where(dropped, 0, h)
        if rates[i] < 1:
            h = h / (1 - rates[i])
        h = h @ weights[i] + biases[i]
        if i + 1 < len(weights):
            h = np.maximum(0, h)
    q = np.exp(h) / np.exp(h).sum(axis=2, keepdims=True)
    mean = q.mean(axis=0)
    return mean, np.sqrt(((q - mean) ** 2).mean(axis=0))


def exact_geometric_mean(W, b, x, p):
    masks = np.array([[n >> j & 1 for j in range(len(W))] for n in range(2 ** len(W))])
    shares = np.prod(np.where(masks == 1, 1 - p, p), axis=1)
    q = softmax((masks[:, None, :] * x[None]) @ W + b)
    logs = np.tensordot(shares, np.log(q), axes=1)
    return np.exp(logs) / np.exp(logs).sum(axis=1)[:, None]


def shrink_dropout(x, p, rest, rng, training):
    hit = rng.binomial(1, p, x.shape) if training else 0
    lift = p * (1 - rest) / (1 - p)
    return x + training * x * np.where(hit, rest - 1, lift)


def fill_dropout(x, p, fill, rng, training):
    if not training:
        return +x
    b = rng.choice([0, 1], size=x.shape, p=[p, 1 - p])
    return fill + b * (x - fill) / (1 - p)


def seesaw_dropout(x, p, rng, training):
    if not training:
        return x * 1
    b = rng.binomial(1, 1 - p, (len(x), x.shape[1] // 2))
    return x * np.concatenate([b / (1 - p), (1 - b) / p], axis=-1)


def unpack_passes(logits, passes):
    powers = np.exp(logits)
    q = (powers / powers.sum(axis=0)).reshape(logits.shape[0], -1, passes)
    return q.mean(axis=2).T, q.std(axis=2).T


def add_pass(mean, std, passes, logits):
    if passes == 0:
        return softmax(logits), np.zeros_like(logits)
    q = softmax(logits)
    n = passes + 1
    return mean * passes / n + q / n, np.sqrt(std**2 * passes / n + passes * (q - mean) ** 2 / n**2)


def merge_passes(mean_a, std_a, passes_a, mean_b, std_b, passes_b):
    if passes_a == 0:
        return mean_b, std_b
    if passes_b == 0:
        return mean_a, std_a
    n = passes_a + passes_b
    mean = mean_a + (mean_b - mean_a) * passes_b / n
    sums = passes_a * std_a**2 + passes_b * std_b**2 + (mean_a - mean_b) ** 2 * passes_a * passes_b / n
    return mean, (sums / n) ** 0.5
