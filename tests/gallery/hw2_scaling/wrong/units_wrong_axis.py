"""Own rates, spread along the examples."""

TOLD = "The rates are spread along the wrong axis"
LOSES = {"unit_rates_forward_values": 1.5, "unit_rates_forward_law": 0.4375}


def unit_rates_forward(x, rates, rng):
    mask = rng.random(x.shape) >= rates
    y = x * mask / np.where(rates < 1, 1 - rates, 1)
    return y, mask
