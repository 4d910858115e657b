"""Hands back the multiplier for the mask."""

TOLD = "The mask is scaled"
LOSES = {"unit_rates_forward_law": 0.0625}


def unit_rates_forward(x, rates, rng):
    m = (rng.random(x.shape) >= rates[:, None]) / np.where(rates < 1, 1 - rates, 1)[:, None]
    return x * m, m
