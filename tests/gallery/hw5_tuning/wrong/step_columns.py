"""Measures columns."""

TOLD = "Columns are shortened in place of rows"
LOSES = {"projected_step_law": 1}


def projected_step_(weight, gradient, learning_rate, limit):
    weight -= learning_rate * gradient
    lengths = weight.norm(dim=0, keepdim=True)
    weight *= limit / lengths.clamp(min=limit)
