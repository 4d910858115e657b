"""Drops each at its own rate and scales none."""

TOLD = "The survivors are not scaled"
LOSES = {"unit_rates_forward_values": 0.75, "unit_rates_forward_law": 0.0625}


def unit_rates_forward(x, rates, rng):
    mask = rng.random(x.shape) >= rates[:, None]
    return x * mask, mask
