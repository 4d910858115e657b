"""Writes into a copy."""

TOLD = "The tensor itself is not changed"
LOSES = {"max_norm_filters_form": 1, "max_norm_filters_law": 0.5}


def max_norm_filters_(weight, limit):
    rows = weight.flatten(start_dim=1).clone()
    rows *= limit / rows.norm(dim=1, keepdim=True).clamp(min=limit)
