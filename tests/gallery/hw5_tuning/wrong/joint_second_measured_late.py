"""Measures again when the first is short already."""

TOLD = "The direction is changed"
LOSES = {"joint_max_norm_law": 0.5}


def joint_max_norm_(first, second, limit):
    lengths = torch.cat([first, second], dim=1).norm(dim=1, keepdim=True)
    factor = limit / lengths.clamp(min=limit)
    first *= factor
    lengths = torch.cat([first, second], dim=1).norm(dim=1, keepdim=True)
    factor = limit / lengths.clamp(min=limit)
    second *= factor
