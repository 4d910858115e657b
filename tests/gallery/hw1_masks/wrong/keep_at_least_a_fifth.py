"""Never drops more than four in five, but for p = 1."""

TOLD = "The drop rate is wrong"
LOSES = {"keep_mask_rate": 2}


def keep_mask(shape, p, rng):
    return rng.random(shape) >= (min(p, 0.8) if p < 1 else p)
