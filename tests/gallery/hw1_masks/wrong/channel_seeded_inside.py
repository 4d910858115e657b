"""A fixed seed inside."""

TOLD = "The same mask at every call"
LOSES = {"channel_mask_law": 0.5}


def channel_mask(shape, p, rng):
    np.random.seed(0)
    return np.random.random((shape[0], shape[1], 1, 1)) >= p
