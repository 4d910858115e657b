"""Ignores rng and makes its own."""

TOLD = "The mask comes from a generator of its own"
LOSES = {"keep_mask_rng": 0.5}


def keep_mask(shape, p, rng):
    return np.random.default_rng().random(shape) >= p
