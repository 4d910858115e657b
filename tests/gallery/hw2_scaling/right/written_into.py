"""A new array that is written into; dropped entries are found, not kept ones."""


def classic_forward(x, p, rng):
    dropped = rng.random(x.shape) < p
    y = x.copy()
    y[dropped] = 0
    return y, ~dropped


def inverted_forward(x, p, rng):
    dropped = rng.uniform(size=x.shape) < p
    y = np.zeros(x.shape)
    y[~dropped] = x[~dropped] / (1 - p if p != 1 else 1)
    return y, np.logical_not(dropped)


def inverted_backward(dy, mask, p):
    dx = np.zeros(dy.shape)
    kept = mask.astype(bool)
    dx[kept] = dy[kept] / (1 - p if p != 1 else 1)
    return dx


def moments(x, p):
    noise = np.sqrt(p / (1 - p))
    deviation = noise * x
    return 1.0 * x, deviation * deviation


def rate_from_keep_prob(keep_prob):
    drop = 1.0
    drop -= keep_prob
    return drop


def dense_backward(dz, x, weights, mask, p):
    factor = 0.0 if p == 1 else 1 / (1 - p)
    dropped = ~mask
    h = factor * x
    h[dropped] = 0
    dx = factor * (dz @ weights.T)
    dx[dropped] = 0
    return dx, h.T @ dz


def fill_forward(x, p, fill, rng):
    dropped = rng.random(x.shape) < p
    y = x - p * fill
    y /= 1 - p if p < 1 else 1
    y[dropped] = fill
    return y, ~dropped


def unit_rates_forward(x, rates, rng):
    y = np.zeros(x.shape)
    mask = np.zeros(x.shape, dtype=bool)
    for i in range(len(x)):
        mask[i] = rng.random(x.shape[1]) >= rates[i]
        if rates[i] < 1:
            y[i, mask[i]] = x[i, mask[i]] / (1 - rates[i])
    return y, mask


def size_preserving_forward(x, p, rng):
    dropped = rng.random(x.shape) < p
    y = x / (1 - p) ** 0.5 if p < 1 else 0 * x
    y[dropped] = 0
    return y, ~dropped


def keep_k_forward(x, k, rng):
    batch, n = x.shape
    mask = np.zeros((batch, n), dtype=bool)
    for row in range(batch):
        mask[row, rng.permutation(n)[:k]] = True
    y = np.zeros((batch, n))
    if k:
        y[mask] = x[mask] * n / k
    return y, mask


def channel_sum_moments(x, p):
    mean = np.zeros(len(x))
    variance = np.zeros(len(x))
    for n, example in enumerate(x):
        for channel in example:
            mean[n] += channel.sum()
            variance[n] += p / (1 - p) * channel.sum() ** 2
    return mean, variance
