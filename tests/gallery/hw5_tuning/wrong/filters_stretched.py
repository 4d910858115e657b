"""Brings every filter to the limit."""

TOLD = "What is short is made longer"
LOSES = {"max_norm_filters_law": 0.5}


def max_norm_filters_(weight, limit):
    lengths = weight.flatten(start_dim=1).norm(dim=1)[:, None, None, None]
    weight *= limit / lengths.clamp(min=1e-12)
