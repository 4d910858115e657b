"""Forgets the square root."""

TOLD = "The squared length is held against the limit"
LOSES = {"max_norm_filters_law": 1}


def max_norm_filters_(weight, limit):
    lengths = (weight**2).sum(dim=(1, 2, 3), keepdim=True)
    weight *= limit / lengths.clamp(min=limit)
