"""Returns from within the loop."""

TOLD = "The length afterwards is wrong"
LOSES = {"max_norm_rows": 1}


def max_norm_(weight, limit):
    for row in weight:
        if row.norm() > limit:
            row *= limit / row.norm()
            return weight
