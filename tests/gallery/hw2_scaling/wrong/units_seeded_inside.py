"""Starts a generator of its own."""

TOLD = "The same mask at every call"
LOSES = {"unit_rates_forward_law": 0.0625}


def unit_rates_forward(x, rates, rng):
    rng = np.random.default_rng(1)
    mask = rng.random(x.shape) >= rates[:, None]
    return x * mask / np.where(rates < 1, 1 - rates, 1)[:, None], mask
