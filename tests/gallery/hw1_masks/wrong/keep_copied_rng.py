"""Draws from a copy, so that the generator it was given never moves on."""

import copy

TOLD = "The same mask at every call"
LOSES = {"keep_mask_rng": 0.5}


def keep_mask(shape, p, rng):
    return copy.deepcopy(rng).random(shape) >= p
