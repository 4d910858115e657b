"""Kept where a uniform number is below 1 - p; integers, `np.where`, lists for pairs."""


def classic_forward(x, p, rng):
    mask = (rng.random(x.shape) < 1 - p).astype(int)
    return [np.where(mask, x, 0), mask]


def inverted_forward(x, p, rng):
    keep_prob = 1 - p
    mask = (rng.random(x.shape) < keep_prob).astype(int)
    return [np.where(mask == 1, x / max(keep_prob, 1e-12), 0), mask]


def inverted_backward(dy, mask, p):
    keep_prob = max(1 - p, 1e-12)
    return np.where(mask == 1, dy / keep_prob, 0)


def moments(x, p):
    keep_prob = 1 - p
    high = x / keep_prob
    mean = keep_prob * high
    return [mean, keep_prob * high**2 - mean**2]


def rate_from_keep_prob(keep_prob):
    return -keep_prob + 1.0


def dense_backward(dz, x, weights, mask, p):
    scale = 1 / max(1 - p, 1e-12)
    heard = np.where(mask, x * scale, 0)
    return [np.where(mask, dz @ weights.T * scale, 0), heard.T @ dz]


def fill_forward(x, p, fill, rng):
    keep_prob = 1 - p
    mask = (rng.random(x.shape) < keep_prob).astype(int)
    survivor = (x - fill) / max(keep_prob, 1e-12) + fill
    return [np.where(mask, survivor, fill), mask]


def unit_rates_forward(x, rates, rng):
    keep = 1 - rates.reshape(-1, 1)
    mask = (rng.random(x.shape) < keep).astype(int)
    return [np.where(mask, x / np.maximum(keep, 1e-12), 0), mask]


def size_preserving_forward(x, p, rng):
    keep_prob = 1 - p
    mask = (rng.random(x.shape) < keep_prob).astype(int)
    return [np.where(mask, x / max(keep_prob, 1e-12) ** 0.5, 0), mask]


def keep_k_forward(x, k, rng):
    n = x.shape[1]
    mask = rng.permuted(np.tile((np.arange(n) < k).astype(int), (len(x), 1)), axis=1)
    return [x * mask * (n / max(k, 1)), mask]


def channel_sum_moments(x, p):
    N, C = x.shape[:2]
    sums = x.reshape(N, C, -1).sum(-1)
    second = (sums**2).sum(1) / (1 - p)
    return [sums.sum(1), second - (sums**2).sum(1)]
