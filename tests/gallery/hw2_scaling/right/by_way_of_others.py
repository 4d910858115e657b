"""Each function from another: one draws the mask, and the rest is built upon it."""


def classic_forward(x, p, rng):
    def keep(shape):
        return rng.choice([0.0, 1.0], size=shape, p=[p, 1 - p])

    mask = keep(x.shape)
    return mask * x, mask


def inverted_forward(x, p, rng):
    def classic(x):
        mask = rng.random(x.shape[::-1]).T >= p
        return np.where(mask, x, 0.0), mask

    y, mask = classic(x)
    return (y if p == 1 else y / (1 - p)), mask


def inverted_backward(dy, mask, p):
    classic = dy * (np.asarray(mask) != 0)
    return classic if p == 1 else np.true_divide(classic, 1 - p)


def moments(x, p):
    outcomes = np.stack([np.zeros_like(x), x / (1 - p)])
    chances = np.array([p, 1 - p]).reshape(2, *([1] * x.ndim))
    mean = (chances * outcomes).sum(0)
    return mean, (chances * (outcomes - mean) ** 2).sum(0)


def rate_from_keep_prob(keep_prob):
    return float(np.subtract(1, keep_prob))


def dense_backward(dz, x, weights, mask, p):
    scale = 1 / (1 - p) if p < 1 else 0
    dh = dz @ weights.T
    h = x * mask * scale
    return dh * mask * scale, np.stack([np.outer(a, b) for a, b in zip(h, dz)]).sum(0)


def fill_forward(x, p, fill, rng):
    mask = rng.random(x.shape) >= p
    shifted = (x - fill) * mask
    return (shifted if p == 1 else shifted / (1 - p)) + fill, mask


def unit_rates_forward(x, rates, rng):
    rows = []
    for unit, rate in zip(x, rates):
        kept = rng.random(unit.shape) >= rate
        rows.append((unit * kept / (1 - rate) if rate < 1 else 0 * unit, kept))
    ys, masks = zip(*rows)
    return np.array(ys), np.array(masks)


def size_preserving_forward(x, p, rng):
    mask = rng.random(x.shape) >= p
    inverted = x * mask / (1 - p) if p < 1 else np.zeros_like(x)
    return inverted * np.sqrt(1 - p), mask


def keep_k_forward(x, k, rng):
    batch, n = x.shape
    chosen = np.array([rng.choice(n, k, replace=False) for _ in range(batch)]).reshape(batch, k)
    mask = (chosen[:, :, None] == np.arange(n)).any(axis=1)
    return x * mask / (k / n if k else 1), mask


def channel_sum_moments(x, p):
    from itertools import product

    sums = x.sum((2, 3))
    mean, second = 0, 0
    for coins in product([0, 1], repeat=sums.shape[1]):
        coins = np.array(coins)
        chance = np.where(coins, 1 - p, p).prod()
        total = sums @ coins / (1 - p)
        mean, second = mean + chance * total, second + chance * total**2
    return mean, second - mean**2
