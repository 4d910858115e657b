"""Makes the weights positive."""

TOLD = "The direction is changed"
LOSES = {"max_norm_rows": 2}


def max_norm_(weight, limit):
    lengths = weight.norm(dim=1, keepdim=True)
    weight.abs_()
    weight *= limit / lengths.clamp(min=limit)
