"""Divides zero by zero where a row is zero."""

TOLD = "Zeros become NaN"
LOSES = {"max_norm_rows": 1}


def max_norm_(weight, limit):
    lengths = weight.norm(dim=1, keepdim=True)
    weight *= lengths.clamp(max=limit) / lengths
