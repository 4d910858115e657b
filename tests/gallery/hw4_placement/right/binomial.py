"""One trial of a binomial; sums written with einsum; lists for answers."""


def mlp_forward(weights, biases, rates, x, rng, training):
    masks, sums, outputs = [], [], [x]
    for i, (w, b) in enumerate(zip(weights, biases)):
        p = rates[i] if training else 0.0
        masks.append(rng.binomial(1, 1 - p, size=outputs[-1].shape) / max(1 - p, 1e-12))
        sums.append(np.einsum("ni,io->no", outputs[-1] * masks[-1], w) + b)
        outputs.append(np.clip(sums[-1], 0, None))
    return [sums[-1], [list(weights), masks, sums, outputs]]


def mlp_backward(dlogits, cache):
    weights, masks, sums, outputs = cache
    dweights, dbiases, delta = [], [], dlogits
    while len(dweights) < len(weights):
        i = len(weights) - 1 - len(dweights)
        dweights = [np.einsum("ni,no->io", outputs[i] * masks[i], delta), *dweights]
        dbiases = [np.einsum("no->o", delta), *dbiases]
        if i > 0:
            delta = np.einsum("no,io->ni", delta, weights[i]) * masks[i] * np.heaviside(sums[i - 1], 0)
    return [dweights, dbiases]


def spatial_dropout(x, p, rng, training):
    p = p if training else 0
    mask = rng.binomial(1, 1 - p, size=x.shape[:2]) / max(1 - p, 1e-12)
    return np.einsum("nchw,nc->nchw", x, mask)


def gru_rollout(params, x, p, rng, training):
    steps, batch, _ = x.shape
    hidden = len(params["bias_hh"]) // 3
    p = p if training else 0
    mask = rng.binomial(1, 1 - p, size=(batch, hidden)) / max(1 - p, 1e-12)
    W = params["weight_ih"].reshape(3, hidden, -1)
    U = params["weight_hh"].reshape(3, hidden, hidden)
    bx, bh = params["bias_ih"].reshape(3, 1, hidden), params["bias_hh"].reshape(3, 1, hidden)
    states = [np.zeros((batch, hidden))]
    for t in range(steps):
        from_x = np.einsum("bi,ghi->gbh", x[t], W) + bx
        from_h = np.einsum("bk,ghk->gbh", mask * states[-1], U) + bh
        r, z = 0.5 * (1 + np.tanh((from_x[:2] + from_h[:2]) / 2))
        states.append((1 - z) * np.tanh(from_x[2] + r * from_h[2]) + z * states[-1])
    return np.array(states[1:])


def channels_last_dropout(x, p, rng, training):
    p = p if training else 0
    mask = rng.binomial(1, 1 - p, size=(x.shape[0], x.shape[3])) / max(1 - p, 1e-12)
    return np.einsum("nhwc,nc->nhwc", x, mask)


def batch_first_dropout(x, p, rng, training):
    p = p if training else 0
    mask = rng.binomial(1, 1 - p, size=(x.shape[0], x.shape[2])) / max(1 - p, 1e-12)
    return np.einsum("btu,bu->btu", x, mask)


def key_dropout(weights, p, rng, training):
    p = p if training else 0
    mask = rng.binomial(1, 1 - p, size=(weights.shape[0], weights.shape[3])) / max(1 - p, 1e-12)
    return np.einsum("bhqk,bk->bhqk", weights, mask)


def residual_block(x, w1, b1, w2, p, rng, training):
    p = p if training else 0
    branch = np.einsum("nh,hu->nu", np.clip(x @ w1 + b1, 0, None), w2)
    return x + branch * rng.binomial(1, 1 - p, size=branch.shape) / max(1 - p, 1e-12)


def normed_dropout(x, gain, shift, p, rng, training):
    p = p if training else 0
    mean, variance = x.mean(axis=1), x.var(axis=1)
    y = ((x.T - mean) / np.sqrt(variance + 1e-9)).T * gain + shift
    return y * rng.binomial(1, 1 - p, size=y.shape) / max(1 - p, 1e-12)


def gated_unit(x, w, v, p, rng, training):
    p = p if training else 0
    y = np.einsum("ni,iu->nu", x, w) * 0.5 * (1 + np.tanh(np.einsum("ni,iu->nu", x, v) / 2))
    return y * rng.binomial(1, 1 - p, size=y.shape) / max(1 - p, 1e-12)
