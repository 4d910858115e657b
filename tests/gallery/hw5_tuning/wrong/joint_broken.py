"""Leaves the code as it was."""

TOLD = "The two matrices are measured apart"
LOSES = {"joint_max_norm_law": 0.5}


def joint_max_norm_(first, second, limit):
    for weight in (first, second):
        lengths = weight.norm(dim=1, keepdim=True)
        weight *= limit / lengths.clamp(min=limit)
