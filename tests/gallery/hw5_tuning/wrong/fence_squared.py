"""Forgets the square root."""

TOLD = "The squared length is held against the limit"
LOSES = {"max_norm_rows": 2}


def max_norm_(weight, limit):
    squares = (weight**2).sum(dim=1, keepdim=True)
    weight *= limit / squares.clamp(min=limit)
