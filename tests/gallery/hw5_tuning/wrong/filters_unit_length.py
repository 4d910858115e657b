"""Brings long filters to length 1."""

TOLD = "The length afterwards is wrong"
LOSES = {"max_norm_filters_law": 0.5}


def max_norm_filters_(weight, limit):
    lengths = weight.flatten(start_dim=1).norm(dim=1)[:, None, None, None]
    weight /= torch.where(lengths > limit, lengths, torch.ones_like(lengths))
