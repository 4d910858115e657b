"""Single precision throughout, tuples for answers."""


def mlp_forward(weights, biases, rates, x, rng, training):
    def multiplier(shape, p):
        keep = (rng.random(shape) >= p).astype(np.float32)
        return keep / np.float32(1 - p if p < 1 else 1)

    h, saved = x.astype(np.float32), []
    for w, b, p in zip(weights[:-1], biases[:-1], rates[:-1]):
        m = multiplier(h.shape, p) if training else np.float32(1)
        given = h * m
        h = np.maximum(given @ w.astype(np.float32) + b.astype(np.float32), 0)
        saved.append((w.astype(np.float32), m, given, h))
    m = multiplier(h.shape, rates[-1]) if training else np.float32(1)
    given = h * m
    saved.append((weights[-1].astype(np.float32), m, given, h))
    return given @ weights[-1].astype(np.float32) + biases[-1].astype(np.float32), tuple(saved)


def mlp_backward(dlogits, cache):
    da = dlogits.astype(np.float32)
    found = []
    for layer, (w, m, given, _) in reversed(list(enumerate(cache))):
        found.append((given.T @ da, da.sum(axis=0)))
        if layer:
            da = da @ w.T * m * np.sign(cache[layer - 1][3])
    dweights, dbiases = zip(*found[::-1])
    return dweights, dbiases


def spatial_dropout(x, p, rng, training):
    x = x.astype(np.float32)
    if not training:
        return x
    keep = (rng.random((x.shape[0], x.shape[1], 1, 1)) >= p).astype(np.float32)
    return x * (keep / np.float32(1 - p if p < 1 else 1))


def gru_rollout(params, x, p, rng, training):
    w, u, b, c = (params[key].astype(np.float32) for key in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"))
    h = np.zeros((x.shape[1], u.shape[1]), dtype=np.float32)
    m = np.ones_like(h)
    if training:
        m = (rng.random(h.shape) >= p).astype(np.float32) / np.float32(1 - p if p < 1 else 1)
    out = np.empty((*x.shape[:2], u.shape[1]), dtype=np.float32)
    for t, now in enumerate(x.astype(np.float32)):
        a, g = np.split(now @ w.T + b, 3, axis=1), np.split((h * m) @ u.T + c, 3, axis=1)
        r, z = (1 / (1 + np.exp(-(one + other))) for one, other in zip(a[:2], g[:2]))
        h = (1 - z) * np.tanh(a[2] + r * g[2]) + z * h
        out[t] = h
    return out


def channels_last_dropout(x, p, rng, training):
    x = x.astype(np.float32)
    if not training:
        return x
    keep = (rng.random((x.shape[0], 1, 1, x.shape[3])) >= p).astype(np.float32)
    return x * (keep / np.float32(1 - p if p < 1 else 1))


def batch_first_dropout(x, p, rng, training):
    x = x.astype(np.float32)
    if not training:
        return x
    keep = (rng.random((x.shape[0], 1, x.shape[2])) >= p).astype(np.float32)
    return x * (keep / np.float32(1 - p if p < 1 else 1))


def key_dropout(weights, p, rng, training):
    x = weights.astype(np.float32)
    if not training:
        return x
    keep = (rng.random((x.shape[0], 1, 1, x.shape[3])) >= p).astype(np.float32)
    return x * (keep / np.float32(1 - p if p < 1 else 1))


def residual_block(x, w1, b1, w2, p, rng, training):
    x, w1, b1, w2 = (value.astype(np.float32) for value in (x, w1, b1, w2))
    branch = np.maximum(x @ w1 + b1, 0) @ w2
    if training:
        branch *= (rng.random(branch.shape) >= p).astype(np.float32) / np.float32(1 - p if p < 1 else 1)
    return x + branch


def normed_dropout(x, gain, shift, p, rng, training):
    x, gain, shift = (value.astype(np.float32) for value in (x, gain, shift))
    y = gain * ((x - x.mean(1, keepdims=True)) / x.std(1, keepdims=True)) + shift
    if training:
        y *= (rng.random(y.shape) >= p).astype(np.float32) / np.float32(1 - p if p < 1 else 1)
    return y


def gated_unit(x, w, v, p, rng, training):
    x, w, v = (value.astype(np.float32) for value in (x, w, v))
    y = (x @ w) * (1 / (1 + np.exp(-(x @ v))))
    if training:
        y *= (rng.random(y.shape) >= p).astype(np.float32) / np.float32(1 - p if p < 1 else 1)
    return y
