"""Brings every row to the limit."""

TOLD = "What is short is made longer"
LOSES = {"max_norm_rows": 1}


def max_norm_(weight, limit):
    lengths = weight.norm(dim=1, keepdim=True)
    weight *= limit / lengths.clamp(min=1e-12)
