"""Scales all units by the largest rate."""

TOLD = "All units are scaled alike"
LOSES = {"unit_rates_forward_values": 0.75, "unit_rates_forward_law": 0.125}


def unit_rates_forward(x, rates, rng):
    mask = rng.random(x.shape) >= rates[:, None]
    return x * mask / max(1 - rates.max(), 1e-9), mask
