"""An example loses all its channels or none."""

TOLD = "Whole rows are dropped together"
LOSES = {"channel_mask_law": 0.5}


def channel_mask(shape, p, rng):
    return np.repeat(rng.random((shape[0], 1, 1, 1)) >= p, shape[1], axis=1)
