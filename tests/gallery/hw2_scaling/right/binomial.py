"""One trial of a binomial; a multiplier made first; floats for masks."""


def classic_forward(x, p, rng):
    mask = rng.binomial(1, 1 - p, x.shape).astype(float)
    return mask * x, mask


def inverted_forward(x, p, rng):
    mask = rng.binomial(1, 1 - p, size=x.shape).astype(float)
    multiplier = np.divide(mask, 1 - p, out=np.zeros(x.shape), where=mask > 0)
    return multiplier * x, mask


def inverted_backward(dy, mask, p):
    kept = np.asarray(mask, dtype=float)
    multiplier = np.divide(kept, 1 - p, out=np.zeros(dy.shape), where=kept > 0)
    return multiplier * dy


def moments(x, p):
    odds = p / (1 - p)
    return +x, np.square(x) * odds


def rate_from_keep_prob(keep_prob):
    return np.float64(1.0) - np.float64(keep_prob)


def dense_backward(dz, x, weights, mask, p):
    m = np.divide(mask, 1 - p, out=np.zeros(x.shape), where=mask)
    dx = np.einsum("no,io,ni->ni", dz, weights, m)
    dweights = np.einsum("ni,ni,no->io", m, x, dz)
    return dx, dweights


def fill_forward(x, p, fill, rng):
    mask = rng.binomial(1, 1 - p, x.shape).astype(float)
    shift = (mask * (x - fill)) / (1 - p) if p < 1 else np.zeros(x.shape)
    return fill + shift, mask


def unit_rates_forward(x, rates, rng):
    mask = rng.binomial(1, 1 - rates, x.T.shape).T.astype(float)
    multiplier = np.zeros(x.shape)
    for unit, rate in enumerate(rates):
        if rate < 1:
            multiplier[unit] = mask[unit] / (1 - rate)
    return x * multiplier, mask


def size_preserving_forward(x, p, rng):
    mask = rng.binomial(1, 1 - p, x.shape).astype(float)
    scale = (1 - p) ** -0.5 if p < 1 else 0
    return scale * mask * x, mask


def keep_k_forward(x, k, rng):
    batch, n = x.shape
    u = rng.random((batch, n))
    mask = np.zeros((batch, n))
    if k > 0:
        threshold = np.sort(u, axis=1)[:, k - 1 : k]
        mask = (u <= threshold).astype(float)
    return x * mask * (n / k if k > 0 else 1), mask


def channel_sum_moments(x, p):
    ones = np.ones(x.shape[2:])
    sums = np.einsum("nchw,hw->nc", x, ones)
    return np.einsum("nc->n", sums), np.einsum("nc,nc->n", sums, sums) * p / (1 - p)
