"""Makes a generator with a fixed seed at every call."""

TOLD = "The same mask at every call"
LOSES = {"keep_mask_rng": 0.5}


def keep_mask(shape, p, rng):
    rng = np.random.default_rng(42)
    return rng.random(shape) >= p
