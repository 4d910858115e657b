"""Multiplies by 1 - rate."""

TOLD = "The survivors are multiplied by 1 - p"
LOSES = {"unit_rates_forward_values": 0.75, "unit_rates_forward_law": 0.0625}


def unit_rates_forward(x, rates, rng):
    mask = rng.random(x.shape) >= rates[:, None]
    return x * mask * (1 - rates)[:, None], mask
