"""Draws from a child of the generator, and leaves that as it was."""

TOLD = "The mask comes from a generator of its own"
LOSES = {"spatial_dropout_form": 0.25}


def spatial_dropout(x, p, rng, training):
    if not training:
        return x.copy()
    keep = rng.spawn(1)[0].random((*x.shape[:2], 1, 1)) >= p
    return x * keep / (1 - p) if p < 1 else np.zeros(x.shape)
