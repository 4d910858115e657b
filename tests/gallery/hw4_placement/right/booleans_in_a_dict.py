"""Booleans kept in a dict of lists; the scale is paid where it is used."""


def mlp_forward(weights, biases, rates, x, rng, training):
    cache = {"weights": weights, "inputs": [], "keeps": [], "scales": [], "active": []}
    signal = np.array(x)
    for i in range(len(weights)):
        keep = rng.random(signal.shape) < 1 - rates[i] if training else np.full(signal.shape, True)
        scale = 1.0 if not training or rates[i] == 1 else 1 / (1 - rates[i])
        signal = np.where(keep, signal * scale, 0.0)
        cache["inputs"].append(signal)
        cache["keeps"].append(keep)
        cache["scales"].append(scale)
        signal = np.dot(signal, weights[i]) + biases[i]
        if i + 1 < len(weights):
            cache["active"].append(signal > 0)
            signal = signal * (signal > 0)
    return signal, cache


def mlp_backward(dlogits, cache):
    layers = len(cache["inputs"])
    dweights, dbiases = [None] * layers, [None] * layers
    grad = dlogits
    for i in range(layers - 1, -1, -1):
        dweights[i] = cache["inputs"][i].T.dot(grad)
        dbiases[i] = np.sum(grad, 0)
        grad = grad.dot(cache["weights"][i].T)
        grad = np.where(cache["keeps"][i], grad * cache["scales"][i], 0)
        if i:
            grad = grad * cache["active"][i - 1]
    return dweights, dbiases


def spatial_dropout(x, p, rng, training):
    if not training or p == 0:
        return x
    keep = rng.random(x.shape[:2]) < 1 - p
    return np.where(keep[:, :, None, None], x / max(1 - p, 1e-300), 0.0)


def gru_rollout(params, x, p, rng, training):
    def sigma(a):
        return 1 / (1 + np.exp(-a))

    w, u, b, c = (params[key] for key in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"))
    size = u.shape[1]
    keep = rng.random((x.shape[1], size)) < 1 - p if training else np.full((x.shape[1], size), True)
    scale = 1.0 if not training or p == 1 else 1 / (1 - p)
    states = np.zeros((len(x) + 1, x.shape[1], size))
    for t in range(len(x)):
        read = np.where(keep, states[t], 0) * scale
        a, g = x[t] @ w.T + b, read @ u.T + c
        r = sigma(a[:, :size] + g[:, :size])
        z = sigma(a[:, size : 2 * size] + g[:, size : 2 * size])
        n = np.tanh(a[:, 2 * size :] + r * g[:, 2 * size :])
        states[t + 1] = n + z * (states[t] - n)
    return states[1:]


def channels_last_dropout(x, p, rng, training):
    if not training or p == 0:
        return x
    keep = rng.random((x.shape[0], x.shape[-1])) < 1 - p
    return np.where(keep[:, None, None, :], x / max(1 - p, 1e-300), 0.0)


def batch_first_dropout(x, p, rng, training):
    if not training or p == 0:
        return x
    keep = rng.random((x.shape[0], x.shape[2])) < 1 - p
    return np.where(keep[:, None], x / max(1 - p, 1e-300), 0.0)


def key_dropout(weights, p, rng, training):
    if not training or p == 0:
        return weights
    keep = rng.random((weights.shape[0], weights.shape[3])) < 1 - p
    return np.where(keep[:, None, None, :], weights / max(1 - p, 1e-300), 0.0)


def residual_block(x, w1, b1, w2, p, rng, training):
    hidden = x @ w1 + b1
    branch = np.where(hidden > 0, hidden, 0) @ w2
    if training:
        keep = rng.random(branch.shape) < 1 - p
        branch = np.where(keep, branch / max(1 - p, 1e-300), 0)
    return branch + x


def normed_dropout(x, gain, shift, p, rng, training):
    centred = x - x.mean(axis=-1, keepdims=True)
    y = centred / np.sqrt(np.mean(centred**2, axis=-1, keepdims=True)) * gain + shift
    if not training:
        return y
    return np.where(rng.random(y.shape) < 1 - p, y / max(1 - p, 1e-300), 0)


def gated_unit(x, w, v, p, rng, training):
    y = (x @ w) / (1 + np.exp(-(x @ v)))
    if not training:
        return y
    return np.where(rng.random(y.shape) < 1 - p, y / max(1 - p, 1e-300), 0)
