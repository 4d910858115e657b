"""Clips the entries."""

TOLD = "Each entry is clipped"
LOSES = {"max_norm_filters_law": 0.5}


def max_norm_filters_(weight, limit):
    weight.clamp_(-limit, limit)
