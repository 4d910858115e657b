"""Divides by the share that this draw kept of each unit."""

TOLD = "The scale is that of this draw"
LOSES = {"unit_rates_forward_values": 0.75, "unit_rates_forward_law": 0.0625}


def unit_rates_forward(x, rates, rng):
    mask = rng.random(x.shape) >= rates[:, None]
    return x * mask / np.maximum(mask.mean(axis=1, keepdims=True), 1e-9), mask
