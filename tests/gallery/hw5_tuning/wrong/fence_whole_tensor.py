"""One length for the whole tensor."""

TOLD = "All units are measured together"
LOSES = {"max_norm_rows": 2}


def max_norm_(weight, limit):
    length = weight.norm()
    if length > limit:
        weight *= limit / length
