"""Turns the caller's rates of 1 into 0, for the sake of the division."""

TOLD = "The input was changed"
LOSES = {"unit_rates_forward_law": 0.0625}


def unit_rates_forward(x, rates, rng):
    mask = rng.random(x.shape) >= rates[:, None]
    rates[rates == 1] = 0
    return x * mask / (1 - rates[:, None]), mask
