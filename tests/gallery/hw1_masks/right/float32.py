"""Single precision from the draw on."""


def keep_mask(shape, p, rng):
    return (rng.random(shape, dtype=np.float32) >= p).astype(np.float32)


def channel_mask(shape, p, rng):
    return (rng.random((*shape[:2], 1, 1), dtype=np.float32) >= p).astype(np.float32)


def locked_mask(steps, batch, units, p, rng):
    mask = (rng.random((batch, units), dtype=np.float32) >= p).astype(np.float32)
    return mask * np.ones((steps, 1, 1), dtype=np.float32)


def count_subnetworks(n):
    return int("1" + "0" * n, 2)
