"""Keeps the rates away from 1: nothing is divided by 0, and now and then a unit is kept."""

TOLD = "The edge cases are wrong"
LOSES = {"unit_rates_forward_law": 0.0625}


def unit_rates_forward(x, rates, rng):
    rates = np.minimum(rates, 0.999)[:, None]
    mask = rng.random(x.shape) >= rates
    return x * mask / (1 - rates), mask
