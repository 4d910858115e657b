"""Returns a new tensor."""

TOLD = "The tensor itself is not changed"
LOSES = {"max_norm_form": 1, "max_norm_rows": 1}


def max_norm_(weight, limit):
    lengths = weight.norm(dim=1, keepdim=True)
    return weight * limit / lengths.clamp(min=limit)
