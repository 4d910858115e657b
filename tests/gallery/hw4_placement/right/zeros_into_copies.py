"""Zeros written into copies; choice of 0 and 1; masks as they come from numpy."""


def mlp_forward(weights, biases, rates, x, rng, training):
    kept, layers = [], []
    h = x.copy()
    for i in range(len(weights)):
        if training and rates[i] > 0:
            keep = rng.choice([False, True], size=h.shape, p=[rates[i], 1 - rates[i]])
            h = h.copy()
            h[~keep] = 0.0
            if rates[i] < 1:
                h /= 1.0 - rates[i]
        else:
            keep = np.ones(h.shape, dtype=bool)
        kept.append(keep)
        layers.append(h)
        h = h @ weights[i]
        h += biases[i]
        if i != len(weights) - 1:
            h[h < 0] = 0.0
    return h, {"w": list(weights), "kept": kept, "h": layers, "rates": list(rates), "training": training}


def mlp_backward(dlogits, cache):
    gradients = {}
    g = dlogits.copy()
    for i in range(len(cache["w"]) - 1, -1, -1):
        gradients[i] = (cache["h"][i].T @ g, g.sum(axis=0))
        g = g @ cache["w"][i].T
        g[~cache["kept"][i]] = 0
        if cache["training"] and cache["rates"][i] < 1:
            g /= 1 - cache["rates"][i]
        g[cache["h"][i] <= 0] = 0
    order = range(len(cache["w"]))
    return [gradients[i][0] for i in order], [gradients[i][1] for i in order]


def spatial_dropout(x, p, rng, training):
    y = x.copy()
    if training:
        for n in range(len(y)):
            y[n, rng.random(y.shape[1]) < p] = 0
        if p < 1:
            y /= 1 - p
    return y


def gru_rollout(params, x, p, rng, training):
    steps, batch, _ = x.shape
    hidden = params["weight_hh"].shape[1]
    keep = np.ones((batch, hidden))
    if training:
        keep[:] = rng.choice([0, 1], size=(batch, hidden), p=[p, 1 - p])
        if p < 1:
            keep /= 1 - p
    weight = np.hstack([params["weight_ih"], params["weight_hh"]])
    both = params["bias_ih"] + params["bias_hh"]
    h, states = np.zeros((batch, hidden)), np.empty((steps, batch, hidden))
    for t in range(steps):
        gates = np.hstack([x[t], keep * h]) @ weight[: 2 * hidden].T + both[: 2 * hidden]
        r, z = np.hsplit(np.exp(-np.logaddexp(0, -gates)), 2)
        news = r * ((keep * h) @ params["weight_hh"][2 * hidden :].T + params["bias_hh"][2 * hidden :])
        n = np.tanh(x[t] @ params["weight_ih"][2 * hidden :].T + params["bias_ih"][2 * hidden :] + news)
        h = h - (1 - z) * (h - n)
        states[t] = h
    return states


def channels_last_dropout(x, p, rng, training):
    y = x.copy()
    if training:
        for example in y:
            example[..., rng.random(y.shape[3]) < p] = 0
        if p < 1:
            y /= 1 - p
    return y


def batch_first_dropout(x, p, rng, training):
    y = x.copy()
    if training:
        for example in y:
            example[:, rng.random(y.shape[2]) < p] = 0
        if p < 1:
            y /= 1 - p
    return y


def key_dropout(weights, p, rng, training):
    y = weights.copy()
    if training:
        for example in y:
            example[:, :, rng.random(y.shape[3]) < p] = 0
        if p < 1:
            y /= 1 - p
    return y


def residual_block(x, w1, b1, w2, p, rng, training):
    hidden = x @ w1 + b1
    hidden[hidden < 0] = 0
    branch = hidden @ w2
    if training:
        branch[rng.choice([True, False], size=branch.shape, p=[p, 1 - p])] = 0
        if p < 1:
            branch /= 1 - p
    branch += x
    return branch


def normed_dropout(x, gain, shift, p, rng, training):
    y = x - np.mean(x, axis=1)[:, None]
    y /= np.sqrt(np.mean(y * y, axis=1) + 1e-12)[:, None]
    y *= gain
    y += shift
    if training:
        y[rng.choice([True, False], size=y.shape, p=[p, 1 - p])] = 0
        if p < 1:
            y /= 1 - p
    return y


def gated_unit(x, w, v, p, rng, training):
    y = x @ w
    y *= np.exp(-np.logaddexp(0, -(x @ v)))
    if training:
        y[rng.choice([True, False], size=y.shape, p=[p, 1 - p])] = 0
        if p < 1:
            y /= 1 - p
    return y
