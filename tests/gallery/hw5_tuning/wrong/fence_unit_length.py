"""Brings long rows to length 1."""

TOLD = "The length afterwards is wrong"
LOSES = {"max_norm_rows": 1}


def max_norm_(weight, limit):
    lengths = weight.norm(dim=1, keepdim=True)
    weight /= torch.where(lengths > limit, lengths, torch.ones_like(lengths))
