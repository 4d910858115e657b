"""Clips large entries only."""

TOLD = "Each entry is clipped"
LOSES = {"max_norm_rows": 1}


def max_norm_(weight, limit):
    weight.clamp_(max=limit)
