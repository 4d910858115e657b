"""Returns a new tensor."""

TOLD = "The tensor itself is not changed"
LOSES = {"max_norm_filters_form": 1, "max_norm_filters_law": 0.5}


def max_norm_filters_(weight, limit):
    lengths = weight.flatten(start_dim=1).norm(dim=1)[:, None, None, None]
    return weight * limit / lengths.clamp(min=limit)
