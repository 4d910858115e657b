"""Divides by the rate."""

TOLD = "The survivors are divided by p"
LOSES = {"unit_rates_forward_values": 0.75, "unit_rates_forward_law": 0.0625}


def unit_rates_forward(x, rates, rng):
    mask = rng.random(x.shape) >= rates[:, None]
    return x * mask / np.where(rates > 0, rates, 1)[:, None], mask
