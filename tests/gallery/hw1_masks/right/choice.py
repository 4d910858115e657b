"""Drawn with `choice`, weighted."""


def keep_mask(shape, p, rng):
    return rng.choice([0, 1], size=shape, p=[p, 1 - p])


def channel_mask(shape, p, rng):
    return rng.choice([False, True], size=(*shape[:2], 1, 1), p=[p, 1 - p])


def locked_mask(steps, batch, units, p, rng):
    return rng.choice([1.0, 0.0], size=(batch, units), p=[1 - p, p])[None].repeat(steps, 0)


def count_subnetworks(n):
    count = 1
    for _ in range(n):
        count *= 2
    return count
