"""0 / 0 for a unit whose rate is 1."""

TOLD = "The answer holds NaN or infinity"
LOSES = {"unit_rates_forward_law": 0.0625}


def unit_rates_forward(x, rates, rng):
    mask = rng.random(x.shape) >= rates[:, None]
    return x * mask / (1 - rates)[:, None], mask
