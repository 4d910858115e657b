"""Rebinds the second."""

TOLD = "Only one matrix is shortened"
LOSES = {"joint_max_norm_law": 0.5}


def joint_max_norm_(first, second, limit):
    lengths = torch.cat([first, second], dim=1).norm(dim=1, keepdim=True)
    factor = limit / lengths.clamp(min=limit)
    first *= factor
    second = second * factor
