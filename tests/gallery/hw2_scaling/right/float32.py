"""Single precision from the draw on."""


def classic_forward(x, p, rng):
    mask = (rng.random(x.shape, dtype=np.float32) >= p).astype(np.float32)
    return x.astype(np.float32) * mask, mask


def inverted_forward(x, p, rng):
    mask = (rng.random(x.shape, dtype=np.float32) >= p).astype(np.float32)
    scale = np.float32(1 / (1 - p) if p < 1 else 0)
    return x.astype(np.float32) * (mask * scale), mask


def inverted_backward(dy, mask, p):
    scale = np.float32(1 / (1 - p) if p < 1 else 0)
    return dy.astype(np.float32) * mask.astype(np.float32) * scale


def moments(x, p):
    x = x.astype(np.float32)
    return x, x * x * np.float32(p / (1 - p))


def rate_from_keep_prob(keep_prob):
    return np.float32(1) - np.float32(keep_prob)


def dense_backward(dz, x, weights, mask, p):
    m = mask.astype(np.float32) * np.float32(1 / (1 - p) if p < 1 else 0)
    dz = dz.astype(np.float32)
    return (dz @ weights.astype(np.float32).T) * m, (x.astype(np.float32) * m).T @ dz


def fill_forward(x, p, fill, rng):
    mask = rng.random(x.shape, dtype=np.float32) >= p
    y = np.full(x.shape, fill, dtype=np.float32)
    if p < 1:
        y[mask] = ((x - p * fill) / (1 - p))[mask]
    return y, mask


def unit_rates_forward(x, rates, rng):
    rates = rates.astype(np.float32)[:, np.newaxis]
    mask = (rng.random(x.shape, dtype=np.float32) >= rates).astype(np.float32)
    return x.astype(np.float32) * mask / np.where(rates < 1, 1 - rates, 1), mask


def size_preserving_forward(x, p, rng):
    mask = (rng.random(x.shape, dtype=np.float32) >= p).astype(np.float32)
    scale = np.float32(np.sqrt(1 / (1 - p)) if p < 1 else 0)
    return x.astype(np.float32) * mask * scale, mask


def keep_k_forward(x, k, rng):
    n = x.shape[1]
    mask = np.zeros(x.shape, dtype=np.float32)
    if k == 0:
        return mask, mask
    chosen = np.argpartition(rng.random(x.shape), k - 1, axis=1)[:, :k]
    np.put_along_axis(mask, chosen, np.float32(1), axis=1)
    return x.astype(np.float32) * mask * np.float32(n / k), mask


def channel_sum_moments(x, p):
    sums = x.astype(np.float32).sum(axis=(-2, -1))
    return sums.sum(axis=-1), (sums**2).sum(axis=-1) * np.float32(p / (1 - p))
