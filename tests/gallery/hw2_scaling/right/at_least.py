"""Kept where a uniform number is at least p, multiplied by the mask; booleans."""


def classic_forward(x, p, rng):
    mask = rng.random(x.shape) >= p
    return x * mask, mask


def inverted_forward(x, p, rng):
    mask = rng.random(x.shape) >= p
    if p == 1:
        return np.zeros_like(x), mask
    return x * mask / (1 - p), mask


def inverted_backward(dy, mask, p):
    if p == 1:
        return np.zeros_like(dy)
    return dy * mask / (1 - p)


def moments(x, p):
    return x, x**2 * p / (1 - p)


def rate_from_keep_prob(keep_prob):
    return 1 - keep_prob


def dense_backward(dz, x, weights, mask, p):
    if p == 1:
        return np.zeros_like(x), np.zeros_like(weights)
    m = mask / (1 - p)
    dx = (dz @ weights.T) * m
    dweights = (x * m).T @ dz
    return dx, dweights


def fill_forward(x, p, fill, rng):
    mask = rng.random(x.shape) >= p
    if p == 1:
        return np.full_like(x, fill), mask
    y = (np.where(mask, x, fill) - p * fill) / (1 - p)
    return y, mask


def unit_rates_forward(x, rates, rng):
    rates = rates[:, None]
    mask = rng.random(x.shape) >= rates
    y = np.zeros_like(x)
    np.divide(x, 1 - rates, out=y, where=mask)
    return y, mask


def size_preserving_forward(x, p, rng):
    mask = rng.random(x.shape) >= p
    if p == 1:
        return np.zeros_like(x), mask
    return x * mask / np.sqrt(1 - p), mask


def keep_k_forward(x, k, rng):
    batch, n = x.shape
    ranks = rng.random((batch, n)).argsort(axis=1).argsort(axis=1)
    mask = ranks < k
    return (x * mask * n / k if k else np.zeros_like(x)), mask


def channel_sum_moments(x, p):
    sums = x.sum(axis=(2, 3))
    return sums.sum(axis=1), p / (1 - p) * np.sum(sums**2, axis=1)
