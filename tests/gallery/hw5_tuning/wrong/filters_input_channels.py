"""Measures the input channels."""

TOLD = "Input channels are measured in place of filters"
LOSES = {"max_norm_filters_law": 1}


def max_norm_filters_(weight, limit):
    lengths = (weight**2).sum(dim=(0, 2, 3), keepdim=True).sqrt()
    weight *= limit / lengths.clamp(min=limit)
