"""Writes into a copy."""

TOLD = "The tensor itself is not changed"
LOSES = {"max_norm_form": 1, "max_norm_rows": 1}


def max_norm_(weight, limit):
    weight = weight.clone()
    weight *= limit / weight.norm(dim=1, keepdim=True).clamp(min=limit)
