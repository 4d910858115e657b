"""Leaves the survivors as they are."""

TOLD = "The survivors do not make up for the dropped"
LOSES = {"fill_forward_values": 0.75, "fill_forward_law": 0.0625}


def fill_forward(x, p, fill, rng):
    mask = rng.random(x.shape) >= p
    return np.where(mask, x, fill), mask
