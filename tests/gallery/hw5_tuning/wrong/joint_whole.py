"""One length for all units."""

TOLD = "All units are measured together"
LOSES = {"joint_max_norm_law": 1}


def joint_max_norm_(first, second, limit):
    length = (first.norm() ** 2 + second.norm() ** 2).sqrt()
    if length > limit:
        first *= limit / length
        second *= limit / length
