"""Draws once an example, and compares each unit's rate with that."""

TOLD = "One draw for all units"
LOSES = {"unit_rates_forward_law": 0.0625}


def unit_rates_forward(x, rates, rng):
    mask = rng.random(x.shape[1]) >= rates[:, None]
    return x * mask / np.where(rates < 1, 1 - rates, 1)[:, None], mask
