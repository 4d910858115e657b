"""Examples in columns, helpers of its own, tests last."""


def masked(h, p, rng):
    if p == 0:
        return h
    if p == 1:
        return h * 0
    keep = p < rng.uniform(size=h.shape[::-1]).T
    return h * keep / (1 - p)


def dropout(x, p, rng, training):
    return masked(x, p, rng) if training else x


def classic_predict(x, p):
    return x if p == 0 else x - p * x


def weight_scaling(weights, biases, rates, x):
    h = x.T
    for i in range(len(weights)):
        h = np.maximum(h, 0) if i else h
        h = weights[i].T @ (h - rates[i] * h) + biases[i][:, None]
    return h.T


def masked_pass(weights, biases, rates, h, rng):
    for i in range(len(weights)):
        h = np.maximum(h, 0) if i else h
        keep = np.array(rng.random(h.shape) > rates[i], dtype=float)
        h = (
            keep * h @ weights[i] / (1 - rates[i]) + biases[i]
            if rates[i] < 1
            else 0 * h @ weights[i] + biases[i]
        )
    return softmax(h)


def mc_predict(weights, biases, rates, x, rng, passes):
    first = masked_pass(weights, biases, rates, x, rng)
    mean, squares = first, 0 * first
    for t in range(2, passes + 1):
        q = masked_pass(weights, biases, rates, x, rng)
        step = q - mean
        mean = mean + step / t
        squares = squares + step * (q - mean)
    return mean, np.sqrt(squares / passes)


def exact_geometric_mean(W, b, x, p):
    def member(m):
        return np.log(softmax((x * m) @ W + b))

    logs = b * 0
    for n in range(2 ** W.shape[0]):
        mask = np.array([int(digit) for digit in f"{n:0{W.shape[0]}b}"])
        logs = logs + np.where(mask, 1 - p, p).prod() * member(mask)
    return softmax(logs)


def shrink_dropout(x, p, rest, rng, training):
    if not training or p == 0:
        return x
    hit = (rng.random(x.shape[::-1]) < p).T
    y = x * (1 - p * rest) / (1 - p)
    y[hit] = rest * x[hit]
    return y


def fill_dropout(x, p, fill, rng, training):
    if not training or p == 0:
        return x
    hit = (rng.random(x.shape[::-1]) < p).T
    y = (x - p * fill) / (1 - p)
    y[hit] = fill
    return y


def seesaw_dropout(x, p, rng, training):
    if not training:
        return x
    half = x.shape[1] // 2
    first = masked(np.ones((len(x), half)), p, rng)
    return x * np.concatenate([first, (1 - first * (1 - p)) / p], axis=1)


def unpack_passes(logits, passes):
    each = [softmax(logits[:, t::passes].T) for t in range(passes)]
    return np.mean(each, axis=0), np.std(each, axis=0)


def add_pass(mean, std, passes, logits):
    q = softmax(logits)
    step = (q - mean) / (passes + 1)
    return mean + step, np.sqrt(passes * (std**2 / (passes + 1) + step**2))


def merge_passes(mean_a, std_a, passes_a, mean_b, std_b, passes_b):
    weights = np.array([passes_a, passes_b]) / (passes_a + passes_b)
    mean = np.average([mean_a, mean_b], axis=0, weights=weights)
    squares = np.average([std_a**2 + mean_a**2, std_b**2 + mean_b**2], axis=0, weights=weights)
    return mean, np.sqrt(np.clip(squares - mean**2, 0, None))
