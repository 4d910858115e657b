"""Measures the whole tensor."""

TOLD = "All units are measured together"
LOSES = {"max_norm_filters_law": 1}


def max_norm_filters_(weight, limit):
    lengths = weight.norm()
    weight *= limit / lengths.clamp(min=limit)
