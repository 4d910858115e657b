"""All examples lose the same channels."""

TOLD = "One mask for the whole batch"
LOSES = {"channel_mask_law": 0.5}


def channel_mask(shape, p, rng):
    return np.repeat(rng.random((1, shape[1], 1, 1)) >= p, shape[0], axis=0)
