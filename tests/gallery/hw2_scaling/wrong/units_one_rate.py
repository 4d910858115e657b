"""Drops all at the mean rate, and scales each by its own."""

TOLD = "All units are dropped alike"
LOSES = {"unit_rates_forward_values": 0.75, "unit_rates_forward_law": 0.0625}


def unit_rates_forward(x, rates, rng):
    mask = rng.random(x.shape) >= rates.mean()
    mask[rates == 0] = True
    mask[rates == 1] = False
    return x * mask / np.where(rates < 1, 1 - rates, 1)[:, None], mask
