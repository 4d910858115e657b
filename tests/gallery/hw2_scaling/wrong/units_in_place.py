"""Turns the caller's rates into keep probabilities."""

TOLD = "The input was changed"
LOSES = {"unit_rates_forward_law": 0.0625}


def unit_rates_forward(x, rates, rng):
    rates *= -1
    rates += 1
    mask = rng.random(x.shape) < rates[:, None]
    return x * mask / np.where(rates > 0, rates, 1)[:, None], mask
