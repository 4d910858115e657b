"""A number at a time, in Python."""


def keep_mask(shape, p, rng):
    kept = [1.0 if rng.random() >= p else 0.0 for _ in range(int(np.prod(shape)))]
    return np.array(kept).reshape(shape)


def channel_mask(shape, p, rng):
    mask = np.ones((shape[0], shape[1], 1, 1))
    for n in range(shape[0]):
        for c in range(shape[1]):
            if rng.random() < p:
                mask[n, c, 0, 0] = 0
    return mask


def locked_mask(steps, batch, units, p, rng):
    mask = np.zeros((steps, batch, units), dtype=bool)
    for i in range(batch):
        for j in range(units):
            mask[:, i, j] = rng.random() >= p
    return mask


def count_subnetworks(n):
    return 1 if n == 0 else 2 * count_subnetworks(n - 1)
