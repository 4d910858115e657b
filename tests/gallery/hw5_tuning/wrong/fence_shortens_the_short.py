"""Has the comparison the wrong way round."""

TOLD = "The fence stands the wrong way round"
LOSES = {"max_norm_rows": 2}


def max_norm_(weight, limit):
    for row in weight:
        if row.norm() < limit:
            row *= limit / row.norm().clamp(min=1e-12)
