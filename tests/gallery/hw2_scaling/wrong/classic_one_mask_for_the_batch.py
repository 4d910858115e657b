"""One row of coins for all examples."""

TOLD = "One mask for the whole batch"
LOSES = {"classic_forward_law": 0.5}


def classic_forward(x, p, rng):
    mask = np.broadcast_to(rng.random(x.shape[1:]) >= p, x.shape)
    return x * mask, mask
