"""Clips the entries."""

TOLD = "Each entry is clipped"
LOSES = {"max_norm_rows": 1}


def max_norm_(weight, limit):
    weight.clamp_(-limit, limit)
