"""As it was."""

TOLD = "All units are scaled alike"
LOSES = {"unit_rates_forward_values": 1.5, "unit_rates_forward_law": 0.4375}


def unit_rates_forward(x, rates, rng):
    mask = rng.random(x.shape) >= rates
    y = x * mask / (1 - rates.mean())
    return y, mask
