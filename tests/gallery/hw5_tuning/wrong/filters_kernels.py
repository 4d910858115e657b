"""Measures each window of a channel."""

TOLD = "Each kernel is measured alone"
LOSES = {"max_norm_filters_law": 0.5}


def max_norm_filters_(weight, limit):
    lengths = weight.norm(dim=(2, 3), keepdim=True)
    weight *= limit / lengths.clamp(min=limit)
