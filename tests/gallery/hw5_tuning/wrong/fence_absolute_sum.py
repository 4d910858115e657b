"""Takes the sum of sizes."""

TOLD = "Another norm is taken"
LOSES = {"max_norm_rows": 2}


def max_norm_(weight, limit):
    lengths = weight.abs().sum(dim=1, keepdim=True)
    weight *= limit / lengths.clamp(min=limit)
