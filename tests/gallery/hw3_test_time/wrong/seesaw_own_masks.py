"""The second half has a mask of its own."""

TOLD = "Partners are not opposite"
LOSES = {"seesaw_dropout_values": 0.5}


def seesaw_dropout(x, p, rng, training):
    if not training:
        return x
    half = (len(x), x.shape[1] // 2)
    first = rng.random(half) >= p
    second = rng.random(half) < p
    return x * np.concatenate([first / (1 - p), second / p], axis=1)
