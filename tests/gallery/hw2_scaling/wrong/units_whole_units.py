"""One coin for each unit, for the whole batch."""

TOLD = "Whole rows are dropped together"
LOSES = {"unit_rates_forward_values": 0.75, "unit_rates_forward_law": 0.125}


def unit_rates_forward(x, rates, rng):
    mask = np.repeat(rng.random((len(x), 1)) >= rates[:, None], x.shape[1], axis=1)
    return x * mask / np.where(rates < 1, 1 - rates, 1)[:, None], mask
