"""Draws first, for all layers, from generators seeded by `rng`; masks drawn in another order."""


def mlp_forward(weights, biases, rates, x, rng, training):
    sizes = [len(w) for w in weights]
    multipliers = [1.0] * len(sizes)
    if training:
        seeds = rng.integers(2**63, size=len(sizes))
        for i in reversed(range(len(sizes))):
            own = np.random.default_rng(seeds[i])
            keep = (own.random((sizes[i], len(x))) >= rates[i]).T
            multipliers[i] = keep / (1 - rates[i]) if rates[i] < 1 else np.zeros(keep.shape)
    given, h = [], x
    for i, m in enumerate(multipliers):
        given.append(m * h)
        a = given[-1] @ weights[i] + biases[i]
        h = np.maximum(a, 0)
    return a, (weights, multipliers, given)


def mlp_backward(dlogits, cache):
    weights, multipliers, given = cache

    def below(layer, da):
        if layer == 0:
            return [(given[0].T @ da, da.sum(0))]
        # a dropped unit passes nothing on, so where the input is 0 there is no slope to know
        before = (da @ weights[layer].T) * multipliers[layer] * (given[layer] > 0)
        return [*below(layer - 1, before), (given[layer].T @ da, da.sum(0))]

    pairs = below(len(weights) - 1, dlogits)
    return [dw for dw, _ in pairs], [db for _, db in pairs]


def spatial_dropout(x, p, rng, training):
    if not training:
        return +x
    own = np.random.default_rng(rng.integers(2**63))
    keep = (own.random((x.shape[1], x.shape[0])) >= p).T
    y = np.zeros(x.shape)
    y[keep] = x[keep] / (1 - p) if p < 1 else 0
    return y


def gru_rollout(params, x, p, rng, training):
    units = params["bias_ih"].size // 3
    own = np.random.default_rng(rng.integers(2**63))
    keep = (own.random((units, x.shape[1])) >= (p if training else 0)).T
    m = keep / (1 - p) if training and p < 1 else keep.astype(float)

    def step(h, now):
        total = now @ params["weight_ih"].T + params["bias_ih"]
        read = (h * m) @ params["weight_hh"].T + params["bias_hh"]
        gates = 1 / (1 + np.exp(-(total + read)[:, : 2 * units]))
        r, z = gates[:, :units], gates[:, units:]
        new = np.tanh(total[:, 2 * units :] + r * read[:, 2 * units :])
        return z * h + (1 - z) * new

    states, h = [], 0 * keep
    for now in x:
        h = step(h, now)
        states += [h]
    return np.stack(states, axis=0)


def channels_last_dropout(x, p, rng, training):
    if not training:
        return +x
    own = np.random.default_rng(rng.integers(2**63))
    keep = (own.random((x.shape[3], x.shape[0])) >= p).T
    return x * keep[:, None, None] / (1 - p) if p < 1 else 0 * x


def batch_first_dropout(x, p, rng, training):
    if not training:
        return +x
    own = np.random.default_rng(rng.integers(2**63))
    keep = own.random((x.shape[2], x.shape[0])) >= p
    return (x.transpose(1, 2, 0) * keep).transpose(2, 0, 1) / (1 - p) if p < 1 else 0 * x


def key_dropout(weights, p, rng, training):
    if not training:
        return +weights
    own = np.random.default_rng(rng.integers(2**63))
    keep = (own.random((weights.shape[3], weights.shape[0])) >= p).T
    return np.stack([w * k / (1 - p) if p < 1 else 0 * w for w, k in zip(weights, keep)])


def residual_block(x, w1, b1, w2, p, rng, training):
    y = np.copy(x)
    branch = np.maximum(0, b1 + x @ w1) @ w2
    if not training:
        return y + branch
    own = np.random.default_rng(rng.integers(2**63))
    keep = (own.random(x.T.shape) >= p).T
    if p < 1:
        y[keep] += branch[keep] / (1 - p)
    return y


def normed_dropout(x, gain, shift, p, rng, training):
    rows = [(row - np.mean(row)) / np.std(row) * gain + shift for row in x]
    y = np.array(rows)
    if training:
        own = np.random.default_rng(rng.integers(2**63))
        y[(own.random(x.T.shape) < p).T] = 0
        y /= 1 - p if p < 1 else 1
    return y


def gated_unit(x, w, v, p, rng, training):
    value, gate = x @ w, 1 / (1 + np.exp(-x @ v))
    if training:
        own = np.random.default_rng(rng.integers(2**63))
        value[(own.random(value.T.shape) < p).T] = 0  # one of the two factors is enough
        value /= 1 - p if p < 1 else 1
    return value * gate
