"""Brings every unit to the limit."""

TOLD = "What is short is made longer"
LOSES = {"joint_max_norm_law": 0.5}


def joint_max_norm_(first, second, limit):
    lengths = torch.cat([first, second], dim=1).norm(dim=1, keepdim=True)
    factor = limit / lengths.clamp(min=1e-12)
    first *= factor
    second *= factor
