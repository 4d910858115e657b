"""Every mask by itself; nothing is known by thinking."""

import itertools


def dropout(x, p, rng, training):
    y = np.array(x)
    if training:
        y = y.reshape(-1)
        for i in range(y.size):
            y[i] = 0 if rng.random() < p else y[i] / (1 - p)
        y = y.reshape(x.shape)
    return y


def classic_predict(x, p):
    return np.array([value - p * value for value in x.ravel()]).reshape(x.shape)


def weight_scaling(weights, biases, rates, x):
    def layer(h, i):
        logits = np.array(
            [
                [sum(h[n] * weights[i][:, k]) * (1 - rates[i]) + biases[i][k] for k in range(len(biases[i]))]
                for n in range(len(h))
            ]
        )
        return logits if i == len(weights) - 1 else layer(np.clip(logits, 0, None), i + 1)

    return layer(x, 0)


def mc_predict(weights, biases, rates, x, rng, passes):
    answers = np.zeros((passes, len(x), len(biases[-1])))
    for t in range(passes):
        for n in range(len(x)):
            h = x[n]
            for i in range(len(weights)):
                m = (rng.random(len(h)) >= rates[i]) / (1 - rates[i] if rates[i] < 1 else 1)
                h = (m * h) @ weights[i] + biases[i]
                if i != len(weights) - 1:
                    h = h * (h > 0)
            answers[t, n] = softmax(h)
    return [answers.mean(axis=0), answers.std(axis=0)]


def exact_geometric_mean(W, b, x, p):
    product = 1
    for mask in itertools.product([0, 1], repeat=len(W)):
        kept = sum(mask)
        share = (1 - p) ** kept * p ** (len(mask) - kept)
        product = product * softmax((x * mask) @ W + b) ** share
    return product / product.sum(axis=1, keepdims=True)


def shrink_dropout(x, p, rest, rng, training):
    y = x.copy()
    if training:
        for i in range(len(y)):
            for j in range(y.shape[1]):
                y[i, j] *= rest if rng.random() < p else (1 - p * rest) / (1 - p)
    return y


def fill_dropout(x, p, fill, rng, training):
    y = x.copy()
    if training:
        for place in np.ndindex(y.shape):
            y[place] = fill if rng.random() < p else (y[place] - p * fill) / (1 - p)
    return y


def seesaw_dropout(x, p, rng, training):
    y = x.copy()
    half = x.shape[1] // 2
    if training:
        for i in range(len(y)):
            for j in range(half):
                silent, loud, factor = (j, j + half, p) if rng.random() < p else (j + half, j, 1 - p)
                y[i, silent] = 0
                y[i, loud] /= factor
    return y


def unpack_passes(logits, passes):
    means, stds = [], []
    for first in range(0, logits.shape[1], passes):
        q = [softmax(logits[:, column]) for column in range(first, first + passes)]
        means.append(np.mean(q, axis=0))
        stds.append(np.std(q, axis=0))
    return [np.array(means), np.array(stds)]


def add_pass(mean, std, passes, logits):
    low, high = mean - std, mean + std
    q = softmax(logits)
    crowd = np.array([low, high] * passes + [q, q])
    return crowd.mean(axis=0), crowd.std(axis=0)


def merge_passes(mean_a, std_a, passes_a, mean_b, std_b, passes_b):
    crowd = [mean_a - std_a, mean_a + std_a] * passes_a + [mean_b - std_b, mean_b + std_b] * passes_b
    return np.mean(crowd, axis=0), np.std(crowd, axis=0)
