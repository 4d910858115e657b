"""Subtracts what is too much from every entry."""

TOLD = "The direction is changed"
LOSES = {"max_norm_rows": 1}


def max_norm_(weight, limit):
    lengths = weight.norm(dim=1, keepdim=True)
    weight -= (lengths - limit).clamp(min=0) / weight.shape[1]
