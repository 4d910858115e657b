"""Keeps with probability rates[i]."""

TOLD = "Keep and drop are swapped"
LOSES = {"unit_rates_forward_values": 0.75, "unit_rates_forward_law": 0.125}


def unit_rates_forward(x, rates, rng):
    mask = rng.random(x.shape) < rates[:, None]
    return x * mask / np.where(rates < 1, 1 - rates, 1)[:, None], mask
